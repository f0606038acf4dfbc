import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { HELP, stepsOf } from './command.ts';
import { PARTS } from './parts.ts';

const none = (): string => {
	throw new Error('no folder is needed');
};
const plan = (args: string[], shared = none) =>
	stepsOf(args, shared)?.map(({ part, args }) => [part.name, ...args].join(' '));

describe('npm run bench', () => {
	it('runs the parts that are named, in their order', () => {
		expect(plan(['signals', 'acks'])).toEqual(['acks', 'signals']);
	});

	it('tells each part what it understands, and no more', () => {
		expect(plan(['pages', 'scale', 'kpi', '--data', 'there', '--cases', '20000000', '--runs', '9'])).toEqual([
			'kpi',
			'scale --data there --cases 20000000',
			'pages --data there --cases 20000000 --runs 9'
		]);
	});

	it('fills one folder for all that measure a history, and none where there is nothing to share', () => {
		expect(plan(['settled', 'pages', 'ingest'], () => 'made')).toEqual([
			'ingest',
			'settled --data made',
			'pages --data made'
		]);
		expect(plan(['pages'])).toEqual(['pages']);
	});

	it('leaves out what takes hours unless it is named', () => {
		const names = plan([], () => 'made')?.map((line) => line.split(' ')[0]);
		expect(names).toEqual(PARTS.flatMap(({ name, named }) => (named ? [] : [name])));
		expect(plan(['full', '--data', 'there'])).toEqual(['full --data there']);
	});

	it('refuses a name or an option that nobody understands', () => {
		expect(() => plan(['pagse'])).toThrow(/pagse/);
		expect(() => plan(['ingest', '--cases', '5'])).toThrow(/--cases/);
		expect(() => plan(['--case', '5'])).toThrow(/--case/);
	});

	it('lists every part with a line of its own', () => {
		expect(plan(['--help'])).toBeUndefined();
		for (const { name, says } of PARTS) expect(HELP).toMatch(new RegExp(`^ {2}${name} +${says}`, 'm'));
	});
});

test.each(PARTS.map(({ name }) => name))('%s is a file of its own', (name) => {
	expect(existsSync(new URL(`${name}.ts`, import.meta.url))).toBe(true);
});
