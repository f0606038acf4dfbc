import type { Report } from './scenario.ts';

/** The reports as lines of a table, and under it all that was found. */
export function printReports(reports: Report[]): string {
	const rows = reports.map(({ name, seed, verdict, findings, figures, seconds }) => ({
		scenario: name,
		seed,
		events: verdict.events,
		deliveries: verdict.deliveries,
		acked: verdict.acked,
		stored: verdict.stored,
		accepted: verdict.accepted,
		duplicates: verdict.duplicates,
		rejected: verdict.rejected,
		broken: findings.reduce((sum, { times }) => sum + times, 0),
		seconds,
		measured: Object.entries(figures)
			.map(([what, figure]) => `${what} ${figure}`)
			.join(', ')
	}));
	const [first] = rows;
	if (!first) return 'nothing was run';
	const heads = Object.keys(first);
	const cells = [heads, ...rows.map((row) => Object.values(row).map(String))];
	const widths = heads.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
	const table = cells.map((line) =>
		line
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd()
	);
	const found = reports.flatMap(({ name, findings }) =>
		findings.map(
			({ rule, times, examples }) => `\n${name}: ${rule} × ${times}\n    ${examples.join('\n    ')}`
		)
	);
	return [...table, ...found].join('\n');
}
