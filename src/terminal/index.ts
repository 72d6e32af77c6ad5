// The door of #terminal: what every program of ours shares. It knows nothing of jobs, lessons or demos.
export { hasUnicode, toAscii, writeReadably } from "./ascii.ts";
export { type CommandLine, type Flag, type Flags, readCommandLine, type Usage } from "./flags.ts";
export { hasColour, type Ink, inkFor, isDumb, plainInk } from "./ink.ts";
export { insteadOf, nearest } from "./nearest.ts";
export { count, duration, grouped, rounded } from "./numbers.ts";
export { fit, oneLine, printed, wrap, type WrapOptions } from "./wrap.ts";
export { endQuietly, orMisuse } from "./process.ts";
export { MISUSE, shown, UsageError } from "./usage-error.ts";
export { columnsOf, noBreak, PAGE_WIDTH, widthOf } from "./width.ts";
