/** One JSON line for every test that ended: what `scripts/test.mjs` counts; `{"last":true}` when there are no more. */
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const error = data.details?.error;
    yield `${JSON.stringify({
      passed: type === 'test:pass',
      name: data.name,
      suite: data.details?.type === 'suite',
      // A parent that failed only because of its children is not one more failure.
      byChildren: error?.failureType === 'subtestsFailed',
      // `true`, or the sentence that says why.
      skip: data.skip ?? data.todo,
    })}\n`;
  }
  yield '{"last":true}\n';
}
