// npm run new-lesson NAME: begins a lesson. For maintainers; CONTRIBUTING.md says what comes then.
import { orMisuse, printed, readCommandLine, UsageError } from "#terminal";
import { newLesson } from "./new-lesson.ts";

const command = "npm run new-lesson 06-retries";

process.exitCode = await orMisuse(() => {
  const { words, help } = readCommandLine(process.argv.slice(2), process.env, { flags: {}, command, mostWords: 1 });
  const [lesson] = words;
  if (help) {
    process.stdout.write(printed([`${command}: the files of a new lesson, red until it is complete.`]));
    return 0;
  }
  if (lesson === undefined) throw new UsageError(`Which lesson? Give it a number and a name, as in ${command}.`);
  const files = newLesson(process.cwd(), lesson);
  process.stdout.write(printed([...files.map((file) => `  ${file}`), "", ...then(lesson)]));
  return 0;
}, process.stderr);

function then(lesson: string): readonly string[] {
  return [
    "They compile, and npm test is red until the lesson is complete. Go on in this",
    "order: solution, specs, starter, mistakes, other right answers, texts.",
    "",
    `  npx vitest run --project solutions lessons/${lesson}`,
    `  npx vitest run --project test test/wrong-solutions/${lesson}`,
    "",
    'CONTRIBUTING.md, "I want to add a lesson", has the whole list.',
  ];
}
