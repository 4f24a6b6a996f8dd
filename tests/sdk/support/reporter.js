// A reporter for whoever runs the suite as a child: one line of JSON for each test.
export default async function* report(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const failure = type === 'test:fail' ? explain(data.details.error) : null;
    yield `${JSON.stringify({ name: data.name, failure })}\n`;
  }
}

function explain(error) {
  const cause = error.cause instanceof Error ? error.cause : error;
  const message = cause.message || String(error.cause ?? error);
  const place = /(?:test|support)\/[^/\s]+\.js:\d+/.exec((cause.stack ?? '').split('\n').filter((line) => line.includes('/test/')).join('\n'));
  return place ? `${message}\n  at ${place[0]}` : message;
}
