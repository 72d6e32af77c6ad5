import { expect, test } from "vitest";
import { VirtualClock } from "#simulation";

test("time stands still until it is moved", () => {
  const clock = new VirtualClock();
  expect(clock.now()).toBe(0);
  clock.advance(250);
  expect(clock.now()).toBe(250);
});

test("callbacks come in order of time, each at its own moment", () => {
  const clock = new VirtualClock();
  const calls: string[] = [];
  clock.after(20, () => calls.push(`late at ${clock.now()}`));
  clock.after(10, () => calls.push(`early at ${clock.now()}`));
  clock.advance(19);
  expect(calls).toEqual(["early at 10"]);
  clock.advance(1);
  expect(calls).toEqual(["early at 10", "late at 20"]);
});

test("a callback that was cancelled does not come", () => {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const cancel = clock.after(10, () => calls.push("never"));
  cancel();
  clock.advance(100);
  expect(calls).toEqual([]);
});

test("a callback may ask for another one within the same stretch of time", () => {
  const clock = new VirtualClock();
  const calls: number[] = [];
  clock.after(10, () => {
    calls.push(clock.now());
    clock.after(10, () => calls.push(clock.now()));
  });
  clock.advance(50);
  expect(calls).toEqual([10, 20]);
  expect(clock.now()).toBe(50);
});

test("time does not go back", () => {
  const clock = new VirtualClock();
  clock.advanceTo(100);
  clock.advanceTo(50);
  expect(clock.now()).toBe(100);
});
