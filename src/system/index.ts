// The door of #system: what a real worker needs of its machine.
export { SystemClock } from "./system-clock.ts";
