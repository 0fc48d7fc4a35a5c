import { readFileSync } from 'node:fs';

/** The most memory this process ever had, in bytes. `maxRSS` of a Linux child begins with what its parent had. */
export function peakMemory() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
