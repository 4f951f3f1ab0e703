// The report as a page of a webview. Knows nothing of VS Code.

/** The policy of a page whose own one is missing: nothing but text and styles. */
const NOTHING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * The report as it may be shown in a webview. The report has a policy of its own that fetches nothing and runs its one
 * script by its hash. A page without a policy gets one that runs no script at all.
 */
export function reportPage(html: string): string {
  if (/<meta[^>]*http-equiv="?Content-Security-Policy"?/i.test(html)) return html;
  return html.replace(/<head[^>]*>/i, (head) => `${head}<meta http-equiv="Content-Security-Policy" content="${NOTHING}">`);
}

/** Whether a page fetches nothing from anywhere, by its policy. */
export function isClosed(html: string): boolean {
  const policy = /<meta[^>]*Content-Security-Policy"?[^>]*content="([^"]*)"/i.exec(html)?.[1] ?? "";
  return policy.includes("default-src 'none'") && !/https?:/.test(policy);
}
