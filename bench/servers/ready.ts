/** Tells the bench where the server listens, and ends with it. */
export function ready(port: number): void {
  console.log(port);
  process.stdin.resume();
  process.stdin.once('end', () => process.exit());
}
