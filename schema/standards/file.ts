import { z } from 'zod';
import { Calendar, calendarProblems, openMinutes } from './calendar.ts';
import { overlapProblems } from './overlap.ts';
import { Parameter, parameterProblems } from './parameter.ts';
import { problem, type Path, type Problem } from './problem.ts';
import { Standard, standardProblems } from './standard.ts';

/** All a company lays down about its service, as one file: saved and replaced as a whole. */
export const StandardsFile = z.strictObject({
	standards: z.array(Standard).max(2_000),
	calendars: z.array(Calendar).max(100),
	parameters: z.array(Parameter).max(2_000)
});
export type StandardsFile = z.infer<typeof StandardsFile>;

/** A file as somebody sends it: calendars or parameters that are not in it stay as they are. */
const Sent = StandardsFile.partial({ calendars: true, parameters: true });

export type ReadFile = { ok: true; file: StandardsFile } | { ok: false; problems: Problem[] };

const FIVE_YEARS_OF_WEEKS = 260;

function clockProblems(row: Standard, calendars: Calendar[], path: Path): Problem[] {
	const known = calendars.map(({ id }) => id).join(', ') || '(there is none yet)';
	const { clock, calendar, threshold_s } = row;
	const here = [...path, 'calendar'];
	if (clock === 'calendar')
		return calendar === '' ? [] : [problem(here, 'calendar_without_business', { calendar })];
	if (calendar === '') return [problem(here, 'business_without_calendar', { known })];
	const named = calendars.find(({ id }) => id === calendar);
	if (!named) return [problem(here, 'unknown_calendar', { calendar, known })];
	const weekly = openMinutes(named);
	if (!(weekly > 0) || (threshold_s ?? 0) <= weekly * 60 * FIVE_YEARS_OF_WEEKS) return [];
	return [
		problem([...path, 'threshold_s'], 'unreachable', {
			calendar,
			open: String(Number((weekly / 60).toFixed(2)))
		})
	];
}

function twiceProblems(calendars: Calendar[]): Problem[] {
	return calendars.flatMap(({ id }, index) => {
		const other = calendars.findIndex((calendar) => calendar.id === id);
		return other === index
			? []
			: [
					problem(['calendars', index, 'id'], 'calendar_twice', { calendar: id, other: `calendars.${other}` })
				];
	});
}

/** Everything that is wrong with a file, in its order. */
export const fileProblems = ({ standards, calendars, parameters }: StandardsFile): Problem[] => [
	...standards.flatMap((row, index) => [
		...standardProblems(row, ['standards', index]),
		...clockProblems(row, calendars, ['standards', index])
	]),
	...overlapProblems(standards),
	...calendars.flatMap((calendar, index) => calendarProblems(calendar, ['calendars', index])),
	...twiceProblems(calendars),
	...parameterProblems(parameters)
];

/** A time as it is kept: in UTC, to the millisecond. */
const utc = (time: string) => new Date(time).toISOString();

const inUtc = (file: StandardsFile): StandardsFile => ({
	...file,
	standards: file.standards.map((row) => ({
		...row,
		valid_from: utc(row.valid_from),
		valid_to: row.valid_to === null ? null : utc(row.valid_to)
	})),
	parameters: file.parameters.map((row) => ({ ...row, valid_from: utc(row.valid_from) }))
});

/** What zod says of a shape, by the field it is about: one that is not known is named itself. */
function shapeProblem(issue: z.core.$ZodIssue): Problem {
	const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
	const path = [...issue.path, ...unknown].map((step) => (typeof step === 'number' ? step : String(step)));
	return problem(path, 'shape', { expected: issue.message });
}

/** Reads a file as it was sent, `former` being the one in force. Never throws: what is wrong is a list of problems. */
export function readFile(input: unknown, former: StandardsFile): ReadFile {
	const sent = Sent.safeParse(input);
	if (!sent.success) return { ok: false, problems: sent.error.issues.map(shapeProblem) };
	const file = { ...former, ...sent.data };
	const problems = fileProblems(file);
	return problems.length > 0 ? { ok: false, problems } : { ok: true, file: inUtc(file) };
}
