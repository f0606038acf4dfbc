import { expect, test } from 'vitest';
import { createRandom, probit } from '../../../ingest/simulate/random.ts';

const draws = <T>(count: number, draw: () => T) => Array.from({ length: count }, draw);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('draws the same for the same seed and something else for a neighbouring one', () => {
	const of = (seed: string) => draws(20, createRandom(seed).next);
	expect(of('1/case/7')).toEqual(of('1/case/7'));
	expect(of('1/case/7')).not.toEqual(of('1/case/8'));
});

test('spreads its first draws evenly over many seeds', () => {
	const firsts = Array.from({ length: 5000 }, (_, ix) => createRandom(`1/case/${ix}`).next());
	const tenths = Array.from(
		{ length: 10 },
		(_, ix) => firsts.filter((value) => Math.floor(value * 10) === ix).length
	);
	expect(Math.min(...tenths)).toBeGreaterThan(420);
	expect(Math.max(...tenths)).toBeLessThan(580);
});

test('keeps to the means and medians it is asked for', () => {
	const random = createRandom('means');
	expect(mean(draws(20_000, random.normal))).toBeCloseTo(0, 1);
	expect(mean(draws(20_000, () => random.exponential(3)))).toBeCloseTo(3, 0);
	expect(mean(draws(20_000, () => random.poisson(2.5)))).toBeCloseTo(2.5, 1);
	expect(mean(draws(2000, () => random.poisson(400)))).toBeCloseTo(400, -1);
	const waits = draws(20_001, () => random.lognormal(60, 0.8)).sort((a, b) => a - b);
	expect(Math.abs((waits[10_000] ?? 0) / 60 - 1)).toBeLessThan(0.05);
});

test('picks by weight', () => {
	const random = createRandom('weights');
	const picks = draws(10_000, () => random.weighted([['often', 9], ['never', 0], ['seldom', 1]] as const)); // prettier-ignore
	expect(picks.filter((pick) => pick === 'often').length / 10_000).toBeCloseTo(0.9, 1);
	expect(picks).not.toContain('never');
});

test.each([
	[0.5, 0],
	[0.8, 0.8416],
	[0.9, 1.2816],
	[0.975, 1.96],
	[0.2, -0.8416]
])('knows that a share of %d lies below %d standard deviations', (share, deviations) => {
	expect(Math.abs(probit(share) - deviations)).toBeLessThan(0.006);
});
