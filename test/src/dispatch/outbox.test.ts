import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createOutbox } from '../../../src/lib/server/dispatch/outbox.ts';
import { clockAt, folder, notice, orderOf } from './support.ts';

const HOOK = { kind: 'webhook', address: 'http://127.0.0.1:9/hook' };
const MAIL = { kind: 'email', address: 'duty@example.org' };

function open(data = folder(), clock = clockAt('2026-01-05T09:01:00Z')) {
	const outbox = createOutbox({ file: join(data, 'notices.db'), now: clock.now, leaseMs: 60_000 });
	onTestFinished(() => outbox.close());
	/** Everything that is due, claimed. */
	const claimAll = () =>
		outbox.targets.list().flatMap((target) => {
			const found = [];
			for (let one = outbox.claim(target); one; one = outbox.claim(target)) found.push(one);
			return found;
		});
	return { outbox, clock, data, claimAll };
}

test('decides of each breach once, also after it was opened again', () => {
	const first = open();
	first.outbox.targets.replace(orderOf(HOOK), true);
	expect(first.outbox.decide('breach', [notice('a'), notice('b'), notice('a')])).toBe(2);
	expect(first.outbox.decide('breach', [notice('a')])).toBe(0);
	const again = open(first.data, first.clock);
	expect(again.outbox.decide('breach', [notice('b')])).toBe(0);
	expect(again.outbox.decide('escalation', [notice('b', { about: 'escalation' })])).toBe(1);
	expect(
		again.claimAll().map(({ notices }) => notices.map(({ about, promise_id }) => [about, promise_id]))
	).toEqual([[['breach', 'a']], [['breach', 'b']], [['escalation', 'b']]]);
});

test('what nobody wanted to hear then is told to nobody later', () => {
	const { outbox, claimAll } = open();
	outbox.decide('breach', [notice('a')]);
	outbox.targets.replace(orderOf(HOOK), true);
	outbox.decide('breach', [notice('a')]);
	expect(claimAll()).toEqual([]);
});

test('tells each target only what it hears, of its teams', () => {
	const { outbox, claimAll } = open();
	outbox.targets.replace(
		orderOf(
			{ ...HOOK, name: 'all' },
			{ ...HOOK, name: 'south', teams: ['South'] },
			{ ...HOOK, name: 'escalations', hears: ['escalation'] }
		),
		true
	);
	outbox.decide('breach', [notice('a'), notice('b', { team: 'South' })]);
	outbox.decide('escalation', [notice('a', { about: 'escalation' })]);
	const told = claimAll().map(
		({ to, notices: [one] }) => `${to.target.name}: ${one?.about} ${one?.promise_id}`
	);
	expect(told).toEqual([
		...['all: breach a', 'all: breach b', 'all: escalation a'],
		...['south: breach b', 'escalations: escalation a']
	]);
});

test('collects what breaks within a minute into one mail, and what breaks later into another', () => {
	const { outbox, clock, claimAll } = open();
	outbox.targets.replace(orderOf(MAIL), true);
	outbox.decide('breach', [notice('a')]);
	clock.pass(59);
	outbox.decide('breach', [notice('b')]);
	expect(claimAll()).toEqual([]);
	clock.pass(1);
	const [mail] = claimAll();
	expect(mail?.notices.map(({ promise_id }) => promise_id)).toEqual(['a', 'b']);
	outbox.decide('breach', [notice('c')]);
	if (mail) outbox.failed(mail, 'not now');
	clock.pass(60);
	expect(
		claimAll()
			.map(({ notices }) => notices.map(({ promise_id }) => promise_id))
			.sort()
	).toEqual([['a', 'b'], ['c']]);
});

test('a claimed message is nobody else’s until its time is over, and keeps its key', () => {
	const { outbox, clock, data, claimAll } = open();
	outbox.targets.replace(orderOf(HOOK), true);
	outbox.decide('breach', [notice('a')]);
	const [first] = claimAll();
	const other = open(data, clock);
	expect(other.claimAll()).toEqual([]);
	clock.pass(60);
	const [again] = other.claimAll();
	expect(again).toEqual({ ...first, tries: 2 });
	if (again) other.outbox.sent(again);
	clock.pass(100_000);
	expect(claimAll()).toEqual([]);
});

test('tries again after growing pauses for a day, and then gives up and says so', () => {
	const { outbox, clock, claimAll } = open();
	outbox.targets.replace(orderOf(HOOK), true);
	outbox.decide('breach', [notice('a')]);
	const pauses: number[] = [];
	for (;;) {
		for (const claimed of claimAll()) outbox.failed(claimed, 'answered 500');
		const next_at = outbox.lately()[0]?.next_at;
		if (!next_at) break;
		pauses.push((Date.parse(next_at) - clock.now()) / 1000);
		clock.pass(pauses.at(-1) ?? 0);
	}
	expect(pauses.slice(0, 8)).toEqual([5, 15, 45, 135, 405, 1215, 3645, 7200]);
	expect(Math.max(...pauses)).toBe(7200);
	expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(79_000);
	expect(outbox.lately()).toMatchObject([{ state: 'given_up', error: 'answered 500', next_at: null }]);
	clock.pass(100_000);
	expect(claimAll()).toEqual([]);
});

test('gives no secret back, keeps it where none is given, and takes it away for null', () => {
	const { outbox } = open();
	const secret = 'a secret of the tests';
	outbox.targets.replace(orderOf({ ...HOOK, secret }), true);
	const [known] = outbox.targets.known();
	expect(known).toEqual({
		...{ id: known?.id, kind: 'webhook', address: HOOK.address, name: 'Duty', has_secret: true },
		...{ hears: ['breach', 'escalation'], teams: [], language: 'en' }
	});
	outbox.targets.replace(orderOf({ ...HOOK, id: known?.id, name: 'Other' }), true);
	expect(outbox.targets.list()).toMatchObject([{ id: known?.id, secret, target: { name: 'Other' } }]);
	outbox.targets.replace(orderOf({ ...HOOK, id: known?.id, secret: null }), true);
	expect(outbox.targets.known()).toMatchObject([{ has_secret: false }]);
});

test('who is taken out of the list is told nothing any more', () => {
	const { outbox, claimAll } = open();
	outbox.targets.replace(orderOf(HOOK), true);
	outbox.decide('breach', [notice('a')]);
	outbox.targets.replace(orderOf({ ...HOOK, name: 'Other' }), true);
	expect(claimAll()).toEqual([]);
	expect(outbox.lately()).toMatchObject([{ state: 'given_up', error: 'the target was removed' }]);
});

test('refuses an id that is not there or stands twice, and mails that cannot be sent, by the field', () => {
	const { outbox } = open();
	const problem = (order: ReturnType<typeof orderOf>, mail = true) =>
		outbox.targets.replace(order, mail)?.path;
	expect(problem(orderOf(HOOK, { ...HOOK, id: 'none' }))).toBe('targets.1.id');
	expect(problem(orderOf(MAIL), false)).toBe('targets.0.kind');
	expect(outbox.targets.list()).toEqual([]);
	outbox.targets.replace(orderOf(HOOK), true);
	const id = outbox.targets.list()[0]?.id;
	expect(problem(orderOf({ ...HOOK, id }, { ...HOOK, id }))).toBe('targets.1.id');
});

test.each([
	[
		{ kind: 'webhook', address: 'ftp://example.org' },
		'expected an address that begins with http:// or https://'
	],
	[{ kind: 'webhook', address: 'https://ann:secret@example.org' }, 'without name and password'],
	[{ kind: 'webhook', address: 'file:///etc/passwd' }, 'http:// or https://'],
	[{ kind: 'email', address: 'nobody' }, 'expected an e-mail address'],
	[{ kind: 'pigeon', address: 'roof' }, 'expected webhook or email'],
	[{ ...HOOK, hears: [] }, 'expected breach or escalation'],
	[{ ...HOOK, hears: ['gossip'] }, 'expected breach or escalation'],
	[{ ...HOOK, secret: 'short' }, 'expected at least 16 characters'],
	[{ ...HOOK, language: 'fr' }, 'expected en or zh-CN'],
	[{ ...HOOK, name: ' ' }, 'expected a name']
])('refuses the target %j', (target, words) => {
	expect(() => orderOf(target)).toThrow(words);
});

test('remembers when it was first asked, and forgets in time what was sent', () => {
	const { outbox, clock, data, claimAll } = open();
	const began = outbox.began();
	clock.pass(60);
	expect(open(data, clock).outbox.began()).toBe(began);
	outbox.targets.replace(orderOf(HOOK), true);
	outbox.decide('breach', [notice('a')]);
	const [claimed] = claimAll();
	if (claimed) outbox.sent(claimed);
	outbox.clean();
	expect(outbox.lately()).toHaveLength(1);
	clock.pass(41 * 86_400);
	outbox.clean();
	expect(outbox.lately()).toEqual([]);
});
