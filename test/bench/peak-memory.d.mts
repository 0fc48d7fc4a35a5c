/** The most memory this process ever had, in bytes. */
export function peakMemory(): number;
