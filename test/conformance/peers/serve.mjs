/**
 * Reads whenever the parent sends `{host, port, medium}` and answers with what the package gave. Runs in a process of its own:
 * the packages leave timers behind, write to standard output, and throw where nobody can catch it.
 */
export function serve(read) {
  process.on('message', (target) => {
    read(target)
      .then(({ punches, error }) =>
        process.send({
          punches: punches.map(({ number, time }) => ({ number: String(number), time: localTime(time) })),
          error: error === null ? null : describe(error),
        }),
      )
      .catch((error) => process.send({ punches: null, error: describe(error) }));
  });
}

/** The fields of a date without a zone, `2026-10-20T08:41:00`. */
function localTime(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function describe(error) {
  return String(error?.err?.message ?? error?.message ?? error);
}
