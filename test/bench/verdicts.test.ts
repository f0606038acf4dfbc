import { describe, expect, it } from 'vitest';
import { createVerdicts } from './verdicts.ts';

function written() {
	const lines: string[] = [];
	return { lines, verdicts: createVerdicts((line) => void lines.push(line)) };
}

describe('figures beside their limits', () => {
	it('are reached up to the limit itself', () => {
		const { lines, verdicts } = written();
		verdicts.judge({ what: 'loading', figure: 30, most: 30, unit: ' min' });
		expect(lines.join()).toMatch(/loading +30 min, at most 30 min: reached/);
		expect(verdicts.sumUp()).toBe(true);
		expect(lines.at(-1)).toMatch(/1 of 1 limits reached/);
	});

	it('fail all of it with a single one above, which is named again in the end', () => {
		const { lines, verdicts } = written();
		verdicts.judge({ what: 'a', figure: 0.05, most: 0.1 });
		verdicts.judge({ what: 'b', figure: 0.101, most: 0.1 });
		expect(verdicts.sumUp()).toBe(false);
		expect(lines.join('\n')).toMatch(/1 of 2 limits reached, 1 missed:\n {2}b +0.101, at most 0.1: MISSED$/);
	});

	it('are missed where nobody knows the figure', () => {
		const { verdicts } = written();
		verdicts.judge({ what: 'a', figure: NaN, most: 1 });
		expect(verdicts.sumUp()).toBe(false);
	});

	it('are neither reached nor missed where they could not be measured', () => {
		const { lines, verdicts } = written();
		verdicts.unmeasured('loading', 'it was there already');
		expect(verdicts.sumUp()).toBe(true);
		expect(lines.join('\n')).toMatch(
			/0 of 0 limits reached\n {2}loading: not measured, it was there already$/
		);
	});
});
