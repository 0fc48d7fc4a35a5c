const DEADLINE_MS = 2000;

/** Whether `ask` succeeds before the deadline. A connection that hangs is as bad as one that fails. */
export async function answersInTime(ask: () => Promise<unknown>, deadlineMs = DEADLINE_MS): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), deadlineMs);
  });
  const answer = ask().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
