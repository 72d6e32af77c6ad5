// STUB until merge
export const isRenewable = (_: object): boolean => false;
export const processGlobals = (x: unknown): unknown => x;
export class ModuleMemory {
  constructor(_: unknown) {}
  own<T extends object>(x: T): T {
    return x;
  }
  changed(): readonly string[] {
    return [];
  }
}
