//! The program. All code is in the library.

/// Reading goals allocates hundreds of thousands of small strings; mimalloc halves the cost of that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    goalpost::cli::main()
}
