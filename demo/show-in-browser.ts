import { spawn } from 'node:child_process';

/** Opens the address in a browser if a person sits at a desktop; otherwise does nothing. */
export function showInBrowser(url: string): void {
  const desktop = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  const opener = process.platform === 'darwin' ? 'open' : desktop ? 'xdg-open' : undefined;
  if (opener === undefined || !process.stdout.isTTY || process.env['CI']) return;
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
