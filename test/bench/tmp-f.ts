import { registerFreshModules } from "#simulation/modules";
registerFreshModules();
const { readSubject } = await import("#catalogue");
const { assertExactlyOnce, describeExploration } = await import("#simulation");
const [lesson, path, which] = process.argv.slice(2);
const { job, scenarios } = await readSubject(lesson!, path!);
for (const s of scenarios) {
  if (which && !s.title.includes(which)) continue;
  try {
    console.log(s.title, describeExploration(await assertExactlyOnce(s.job ?? job, s as never)));
  } catch (e) {
    console.log(s.title, (e as Error).message);
  }
}
