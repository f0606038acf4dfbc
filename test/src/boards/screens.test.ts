import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CODE_ALPHABET, ScreenCode } from '#schema/screen.ts';
import { ownBoard } from '../../../src/lib/server/screens/bound.ts';
import { cookieOf, setCookie, TOKEN } from '../../../src/lib/server/screens/cookie.ts';
import { mayOnlyLook } from '../../../src/lib/server/screens/may-only-look.ts';
import { createThrottle } from '../../../src/lib/server/screens/throttle.ts';
import { createScreens } from '../../../src/lib/server/screens.ts';
import { testClock, testStore } from './support.ts';

const MINUTE = 60_000;

function setUp() {
	const { store, again, file } = testStore();
	const clock = testClock();
	const create = (on = store) => createScreens({ store: on, now: clock.now });
	return { screens: create(), restarted: () => create(again()), clock, file };
}
type Screens = ReturnType<typeof createScreens>;

const bearing = (token: string, name: string = TOKEN) => ({ headers: { cookie: `a=b; ${name}=${token}` } });
const show = (screens: Screens, asker = '') => {
	const shown = screens.codes.show(asker);
	if (!shown) throw new Error('no code');
	return shown;
};
const confirm = (screens: Screens, code: string, name = 'Lobby') =>
	screens.codes.confirm({ code, name, board: 'complaints', by: 'ann' });
const tokenOf = (screens: Screens, { asker, code }: { asker: string; code: string }) => {
	const fetched = screens.codes.fetch(asker, code);
	if (fetched.state !== 'paired') throw new Error(fetched.state);
	return fetched.token;
};
function pair(screens: Screens, name = 'Lobby') {
	const shown = show(screens);
	const id = confirm(screens, shown.code, name) ?? '';
	return { ...shown, id, token: tokenOf(screens, shown) };
}

test('a code is six of the letters and digits nobody takes for one another', () => {
	const { screens } = setUp();
	const codes = Array.from({ length: 50 }, () => show(screens).code);
	expect(codes.every((code) => /^[A-HJ-NP-Z2-9]{6}$/.test(code))).toBe(true);
	expect(new Set(codes).size).toBe(50);
	expect([CODE_ALPHABET.length, new Set(CODE_ALPHABET).size]).toEqual([32, 32]);
});

test.each([
	['ab2-3 cd', 'AB23CD'],
	[' ab23cd ', 'AB23CD'],
	['AB23C0', undefined],
	['AB23C', undefined],
	['', undefined]
])('a code typed as "%s" is read as %s', (typed, code) => {
	expect(ScreenCode.safeParse(typed).data).toBe(code);
});

test('a screen waits until a manager says yes, then gets a token that says who it is', () => {
	const { screens, restarted } = setUp();
	const shown = show(screens);
	expect(screens.codes.fetch(shown.asker, shown.code)).toEqual({ state: 'waiting', left_s: 600 });
	const id = confirm(screens, shown.code);
	const token = tokenOf(restarted(), shown);
	expect(Buffer.from(token, 'base64url')).toHaveLength(32);
	expect(restarted().screenOf(bearing(token))).toEqual({ id, name: 'Lobby', board: 'complaints' });
});

test('the token is nowhere in the store', () => {
	const { screens, file } = setUp();
	const { token, asker } = pair(screens);
	const bytes = ['', '-wal'].map((end) => readFileSync(`${file}${end}`, 'latin1')).join('');
	expect(bytes).toContain('Lobby');
	expect([bytes.includes(token), bytes.includes(asker)]).toEqual([false, false]);
});

test('only who asked for a code is told what became of it', () => {
	const { screens } = setUp();
	const [shown, other] = [show(screens), show(screens)];
	confirm(screens, shown.code);
	for (const asker of ['', 'guess', other.asker])
		expect(screens.codes.fetch(asker, shown.code)).toEqual({ state: 'gone' });
	expect(screens.codes.fetch(shown.asker, other.code)).toEqual({ state: 'gone' });
});

test('a code works once', () => {
	const { screens } = setUp();
	const shown = show(screens);
	expect(confirm(screens, shown.code)).toBeTypeOf('string');
	expect(confirm(screens, shown.code, 'Another')).toBeNull();
	expect(screens.list().map(({ name }) => name)).toEqual(['Lobby']);
});

test('a lost answer costs nothing: until the screen has used its token it may fetch another', () => {
	const { screens } = setUp();
	const lost = pair(screens);
	const token = tokenOf(screens, lost);
	expect(screens.screenOf(bearing(lost.token))).toBeNull();
	screens.seen(lost.id);
	expect(screens.codes.fetch(lost.asker, lost.code)).toEqual({ state: 'gone' });
	expect(screens.screenOf(bearing(token))?.id).toBe(lost.id);
});

test('a code ends after ten minutes, for the manager and for the screen', () => {
	const { screens, clock } = setUp();
	const shown = show(screens);
	clock.pass(10 * MINUTE - 1);
	expect(screens.codes.fetch(shown.asker, shown.code)).toMatchObject({ state: 'waiting', left_s: 1 });
	clock.pass(1);
	expect(confirm(screens, shown.code)).toBeNull();
	expect(screens.codes.fetch(shown.asker, shown.code)).toEqual({ state: 'gone' });
});

test('a screen that loads its page anew shows the same code, over a restart too, until its last minute', () => {
	const { screens, restarted, clock } = setUp();
	const shown = show(screens);
	clock.pass(9 * MINUTE);
	expect(show(restarted(), shown.asker)).toEqual({ ...shown, left_s: 60 });
	clock.pass(1);
	expect(show(restarted(), shown.asker).code).not.toBe(shown.code);
});

test('no more than five hundred screens wait at once', () => {
	const { screens, clock } = setUp();
	for (let n = 0; n < 500; n++) show(screens);
	expect(screens.codes.show('')).toBeNull();
	clock.pass(10 * MINUTE);
	expect(screens.codes.show('')).not.toBeNull();
});

test('a revoked screen is told so, and others go on', () => {
	const { screens, restarted } = setUp();
	const [lobby, hall] = [pair(screens, 'Lobby'), pair(screens, 'Hall')];
	expect(screens.revoke(lobby.id)).toBe(true);
	const later = restarted();
	expect(later.standing(bearing(lobby.token))).toEqual({ is: 'revoked' });
	expect([later.screenOf(bearing(lobby.token)), later.isRevoked(lobby.id)]).toEqual([null, true]);
	expect([later.screenOf(bearing(hall.token))?.name, later.isRevoked(hall.id)]).toEqual(['Hall', false]);
	expect(later.list().map(({ name }) => name)).toEqual(['Hall']);
	expect([later.revoke(lobby.id), later.change(lobby.id, { name: 'x' }), later.isRevoked('none')]).toEqual([
		false,
		false,
		true
	]);
});

test('a screen that is revoked before it fetched its token gets none', () => {
	const { screens } = setUp();
	const shown = show(screens);
	screens.revoke(confirm(screens, shown.code) ?? '');
	expect(screens.codes.fetch(shown.asker, shown.code)).toEqual({ state: 'gone' });
});

test('another board or name is what the screen is told next', () => {
	const { screens } = setUp();
	const { id, token } = pair(screens);
	expect(screens.change(id, { board: 'organisation' })).toBe(true);
	screens.change(id, { name: 'Hall' });
	expect(screens.screenOf(bearing(token))).toEqual({ id, name: 'Hall', board: 'organisation' });
});

test('when a screen was last seen is right to ten seconds', () => {
	const { screens, clock } = setUp();
	const { id } = pair(screens);
	const seen = () => screens.list()[0]?.seen_at;
	expect(seen()).toBeNull();
	screens.seen(id);
	clock.pass(9_999);
	screens.seen(id);
	expect(seen()).toBe('2026-11-21T09:00:00.000Z');
	clock.pass(1);
	screens.seen(id);
	expect(seen()).toBe('2026-11-21T09:00:10.000Z');
});

test.each(['', 'x', 'e3b0c442', '%', 'undefined'])('"%s" is no token', (token) => {
	const { screens } = setUp();
	show(screens);
	pair(screens);
	expect(screens.standing(bearing(token))).toEqual({ is: 'none' });
});

test('who bears a token may change nothing, unless a key is shown as well', () => {
	const { screens } = setUp();
	const { token } = pair(screens);
	const refused = (method: string, path: string, extra: Record<string, string> = {}) => {
		const headers = new Headers({ cookie: `${TOKEN}=${token}`, ...extra });
		return mayOnlyLook({ headers, method, url: `http://localhost${path}` }, screens)?.path;
	};
	expect(['PUT', 'POST', 'PATCH', 'DELETE'].map((method) => refused(method, '/api/standards'))).toEqual(
		Array(4).fill('Cookie')
	);
	expect([refused('GET', '/api/standards'), refused('HEAD', '/')]).toEqual([undefined, undefined]);
	expect([refused('DELETE', '/api/screens/self'), refused('POST', '/api/screens/codes')]).toEqual([
		undefined,
		undefined
	]);
	expect(refused('PUT', '/api/standards', { authorization: 'Bearer k' })).toBeUndefined();
	expect(refused('PUT', '/api/standards', { cookie: '' })).toBeUndefined();
});

test.each([
	['/wall/organisation', '/wall/complaints'],
	['/wall/organisation/', '/wall/complaints'],
	['/wall/complaints', null],
	['/wall', null],
	['/wall/pair', null],
	['/wall/organisation/edit', null],
	['/', null]
])('a screen of the complaints board that asks for %s is sent to %s', (path, sent) => {
	expect(ownBoard(path, { id: 's', name: 'Lobby', board: 'complaints' })).toBe(sent);
	expect(ownBoard(path, null)).toBeNull();
});

test('over https a cookie is bound to the host, and counts before a plain one', () => {
	expect(setCookie('n', 'v', { secure: true, max_s: 5 })).toBe(
		'__Host-n=v; Path=/; Max-Age=5; HttpOnly; SameSite=Strict; Secure'
	);
	expect(setCookie('n', 'v', { secure: false, max_s: 5 })).toBe(
		'n=v; Path=/; Max-Age=5; HttpOnly; SameSite=Strict'
	);
	const both = { headers: new Headers({ cookie: 'n=plain; __Host-n=bound' }) };
	expect([cookieOf(both, 'n'), cookieOf({ headers: {} }, 'n')]).toEqual(['bound', '']);
});

test('who guesses wrong too often waits, alone; too many together, and all wait', () => {
	const clock = testClock();
	const throttle = createThrottle({ perAddress: 3, overall: 5, windowMs: MINUTE, now: clock.now });
	const wait = (address: string) => throttle.wait(address);
	for (let n = 0; n < 3; n++) {
		expect(wait('a')).toBe(0);
		throttle.note('a');
		clock.pass(1_000);
	}
	expect([wait('a'), wait('b')]).toEqual([57, 0]);
	throttle.note('b');
	throttle.note('c');
	expect([wait('a'), wait('b'), wait('d')]).toEqual([57, 57, 57]);
	clock.pass(57_000);
	expect([wait('a'), wait('d')]).toEqual([0, 0]);
});
