/** A figure and the most it may be; `unit` stands behind both. */
export type Judged = { what: string; figure: number; most: number; unit?: string };

/** Enough digits to tell a figure from its limit. */
const said = (figure: number) => (figure >= 100 ? figure.toFixed(0) : String(Number(figure.toPrecision(3))));

/**
 * Figures beside their limits. Each is printed as it comes; in the end how many were reached, and which were not. What could not be measured is
 * neither.
 */
export function createVerdicts(print: (line: string) => void = console.log) {
	const missed: string[] = [];
	const unknown: string[] = [];
	let reached = 0;

	return {
		judge({ what, figure, most, unit = '' }: Judged): void {
			const kept = figure <= most;
			const line = `${what.padEnd(62)} ${said(figure).padStart(8)}${unit}, at most ${said(most)}${unit}: ${kept ? 'reached' : 'MISSED'}`;
			if (kept) reached++;
			else missed.push(line);
			print(line);
		},
		unmeasured(what: string, why: string): void {
			unknown.push(`${what}: not measured, ${why}`);
			print(`${what.padEnd(62)} not measured, ${why}`);
		},
		/** Whether nothing was missed. */
		sumUp(): boolean {
			print(
				`\n${reached} of ${reached + missed.length} limits reached${missed.length > 0 ? `, ${missed.length} missed:` : ''}`
			);
			for (const line of [...missed, ...unknown]) print(`  ${line}`);
			return missed.length === 0;
		}
	};
}

export type Verdicts = ReturnType<typeof createVerdicts>;
