/** A promise that was broken, how often, and the first few times. */
export type Finding = { rule: string; times: number; examples: string[] };

const EXAMPLES = 5;

/** Collects what is found, by rule. */
export function createFindings() {
	const found = new Map<string, Finding>();
	return {
		note(rule: string, example: string) {
			const finding = found.get(rule) ?? { rule, times: 0, examples: [] };
			finding.times++;
			if (finding.examples.length < EXAMPLES) finding.examples.push(example);
			found.set(rule, finding);
		},
		list: (): Finding[] => [...found.values()]
	};
}
export type Findings = ReturnType<typeof createFindings>;
