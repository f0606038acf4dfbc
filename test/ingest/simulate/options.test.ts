import { expect, test } from 'vitest';
import { HELP, parseOptions } from '../../../ingest/simulate/options.ts';

const DEFAULTS = { teams: 8, rate: 50, days: 30, seed: '1', 'no-live': false, progress: 'text', help: false };

test('needs no option at all', () => {
	expect(parseOptions([])).toEqual(DEFAULTS);
});

test('reads every option, with a space or an equals sign', () => {
	const args =
		'--teams 3 --rate=0.5 --days 0 --seed spring-2 --no-live --url ws://ingest:1/v1/events --progress json';
	expect(parseOptions(args.split(' '))).toEqual({
		teams: 3,
		rate: 0.5,
		days: 0,
		seed: 'spring-2',
		'no-live': true,
		url: 'ws://ingest:1/v1/events',
		progress: 'json',
		help: false
	});
});

test.each([
	['--teams 0', '--teams: expected a whole number from 1 to 40'],
	['--teams 41', '--teams: expected a whole number from 1 to 40'],
	['--teams two', '--teams: expected a whole number from 1 to 40'],
	['--teams', '--teams: expected a whole number from 1 to 40'],
	['--rate 0', '--rate: expected events per second, more than 0 and at most 5000'],
	['--rate 1e3', '--rate: expected events per second'],
	['--days 1.5', '--days: expected a whole number from 0 to 1100'],
	['--days -3', '--days: expected a whole number from 0 to 1100'],
	['--seed a/b', '--seed: expected 1 to 32 letters, digits, _ or -'],
	['--url http://127.0.0.1', '--url: expected an address such as ws://127.0.0.1:8787/v1/events'],
	['--progress xml', '--progress: expected json or text'],
	['--no-live=yes', '--no-live: takes no value'],
	['--speed 3', '--speed: there is no such option'],
	['-x', '-x: there is no such option'],
	['30', '30: options begin with --']
])('refuses %s and says what is expected', (args, message) => {
	expect(() => parseOptions(args.split(' '))).toThrow(message);
});

test('lists all that is wrong at once, and where help is', () => {
	const wrong = () => parseOptions(['--teams', '99', '--days', 'x', '--rat', '3']);
	expect(wrong).toThrow(/--help[^]*--rat: [^]*--teams: [^]*--days: /);
});

test('explains every option', () => {
	const named = [...HELP.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
	expect(named.sort()).toEqual([...Object.keys(DEFAULTS), 'url'].sort());
});
