import { registerFreshModules } from "#simulation/modules";
registerFreshModules();
const { readSubject } = await import("#catalogue");
const { explore } = await import("#simulation");
for (const lesson of process.argv.slice(2)) {
  const { job, scenarios } = await readSubject(lesson, `solutions/${lesson}/exercise.ts`);
  for (const s of scenarios) {
    const t = performance.now();
    const c = process.cpuUsage();
    const e = await explore(s.job ?? job, s as never);
    const u = process.cpuUsage(c);
    console.log(
      lesson,
      s.title,
      (performance.now() - t).toFixed(0),
      "ms cpu",
      ((u.user + u.system) / 1000).toFixed(0),
      "states",
      e.states,
      "runs",
      e.runs,
      "points",
      e.points,
      "errors",
      e.errors,
      "stops",
      e.stops,
      e.flaw?.kind ?? "",
      JSON.stringify(e.flaw)?.slice(0, 300) ?? "",
      e.evaluatedAnew,
    );
  }
}
