//! The program: everything is in the library.

/// Small texts are made and dropped by the hundred thousand; this allocator halves what that costs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    goalpost::cli::main()
}
