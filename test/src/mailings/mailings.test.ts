import { expect, test } from 'vitest';
import { PrintTrouble } from '../../../src/lib/server/print/trouble.ts';
import { attachmentOf, readable } from '../../support/smtp.ts';
import { clockAt, folder } from '../dispatch/support.ts';
import { paper, publishOnce } from './paper.ts';
import { open, orderOf, smtpServer } from './support.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** From Monday, 09:00, to the next one's 08:00. */
const TO_NEXT = 7 * DAY - HOUR;

const idsOf = (raw: string[]) => raw.map((one) => /^Message-ID: (.*)$/im.exec(one)?.[1]);

test('sends the last complete week at its hour, once, with the PDF, in the language, with links to the page', async () => {
	const smtp = await smtpServer();
	const { mailings, clock, printer } = open({ smtp: smtp.url });
	mailings.replace(orderOf({ language: 'zh-CN', teams: ['North'] }));
	expect(await mailings.turn()).toBe(0); // 08:00 was before it was asked for
	clock.pass(TO_NEXT - 1);
	expect(await mailings.turn()).toBe(0);
	clock.pass(1);
	expect(await mailings.turn()).toBe(1);
	expect(await mailings.turn()).toBe(0);
	expect(printer.asked).toEqual([{ path: '/weekly?week=2026-W47&team=North', language: 'zh-CN' }]);
	const [mail] = smtp.mails;
	expect(mail?.to).toBe('head@example.org');
	const text = readable(mail ?? { to: '', raw: '' });
	expect(text).toMatch(/^Subject: 每周回顾 2026-W47 · North：没有超出周间正常波动的变化/m);
	expect(text).toContain('Satisfaction：93.2 %；前一周 94.1 %');
	expect(text).toContain('https://desk.example.org/weekly');
	expect(text).toContain('touchstone-2026-W47-North-zh-CN.pdf');
	expect(mail && attachmentOf(mail, 'application/pdf')?.toString()).toBe('%PDF of a test');
	expect(mailings.alarms()).toBeNull();
	clock.pass(7 * DAY);
	expect(await mailings.turn()).toBe(1);
	expect(new Set(idsOf(smtp.mails.map(({ raw }) => raw))).size).toBe(2);
});

test('prints the same pages for several readers once', async () => {
	const smtp = await smtpServer();
	const { mailings, clock, printer } = open({ smtp: smtp.url });
	mailings.replace(
		orderOf({}, { address: 'deputy@example.org' }, { address: 'x@example.org', language: 'zh-CN' })
	);
	clock.pass(TO_NEXT);
	expect(await mailings.turn()).toBe(3);
	expect(printer.asked.map(({ language }) => language)).toEqual(['en', 'zh-CN']);
});

test.each([
	['a dashboard that was down at the hour sends late', 23 * HOUR],
	['one that was down for a day sends late', 24 * HOUR]
])('%s, once', async (_, late) => {
	const smtp = await smtpServer();
	const { mailings, clock, data } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT + late);
	const next = open({ smtp: smtp.url, data, clock });
	expect(await next.mailings.turn()).toBe(1);
	expect(await mailings.turn()).toBe(0);
	expect(smtp.mails).toHaveLength(1);
});

test('what was due more than a day ago is not sent: it is an alarm, and its reader is told', async () => {
	const smtp = await smtpServer();
	const { mailings, clock, printer } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT + 24 * HOUR + 1);
	await mailings.turn();
	expect(printer.asked).toEqual([]);
	expect(mailings.alarms()).toMatchObject({ count: 1, week: '2026-W47', trouble: { reason: 'too_late' } });
	expect(smtp.mails.map(readable)).toEqual([
		expect.stringContaining('Weekly review 2026-W47 could not be made')
	]);
});

test('a review that is not whole is tried again, then its reader is told once; the alarm goes with the next that comes', async () => {
	const smtp = await smtpServer();
	const { mailings, clock, printer } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT);
	printer.fail(new PrintTrouble('part_missing', 'broken,kpi:satisfaction'));
	await mailings.turn();
	expect(smtp.mails).toEqual([]);
	const alarm = { count: 1, week: '2026-W47', since: '2026-11-23T07:00:00.000Z' };
	expect(mailings.alarms()).toMatchObject({ ...alarm, trouble: { reason: 'part_missing' } });
	for (let passed = 0; passed < 3 * HOUR; passed += 60) {
		clock.pass(60);
		await mailings.turn();
	}
	expect(smtp.mails).toHaveLength(1);
	const [told] = smtp.mails.map(readable);
	expect(told).toContain('Promises broken, and by whom; Customer satisfaction');
	expect(told).not.toContain('93.2');
	expect(told).not.toContain('application/pdf');
	expect(mailings.alarms()).toMatchObject(alarm);
	expect(mailings.answer().alarms).toMatchObject([{ address: 'head@example.org', over: true }]);
	expect(mailings.answer().sent).toMatchObject([
		{ kind: 'failure', state: 'sent' },
		{ kind: 'review', state: 'given_up', trouble: { reason: 'part_missing' } }
	]);

	const [known] = mailings.answer().mailings;
	printer.fail(undefined);
	expect(await mailings.sendNow(known?.id ?? '')).toBe(true);
	expect(mailings.alarms()).toBeNull();
	expect(smtp.mails).toHaveLength(2);
});

test('a week of which not all has come in waits: no figures go out, after two hours it is an alarm, and it comes when it is whole', async () => {
	const smtp = await smtpServer();
	const { publish, arrive } = publishOnce('2026-11-20T16:00:00.000Z');
	const { mailings, clock, printer } = open({ smtp: smtp.url, publish });
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT);
	const pass = async (seconds: number) => {
		for (let passed = 0; passed < seconds; passed += 600) {
			await mailings.turn();
			clock.pass(600);
		}
	};
	await pass(HOUR);
	expect(mailings.alarms()).toBeNull();
	await pass(2 * HOUR);
	expect(mailings.alarms()).toMatchObject({ week: '2026-W47', trouble: { reason: 'not_reported' } });
	expect([smtp.mails.length, printer.asked.length]).toEqual([0, 0]);
	arrive();
	await pass(3 * HOUR);
	expect(smtp.mails.map(readable)).toEqual([expect.stringContaining('Weekly review 2026-W47')]);
	expect(mailings.alarms()).toBeNull();
});

test('a week that never comes in is told of after a day, without a figure, with how far the data reach', async () => {
	const smtp = await smtpServer();
	const { publish } = publishOnce('2026-11-20T16:00:00.000Z');
	const { mailings, clock } = open({ smtp: smtp.url, publish });
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT);
	for (let passed = 0; passed < 26 * HOUR; passed += 600) {
		await mailings.turn();
		clock.pass(600);
	}
	expect(smtp.mails.map(readable)).toEqual([
		expect.stringMatching(/2026-W47 could not be made[^]*reach only to[^]*17:00 \(Europe\/Berlin\)/)
	]);
	expect(mailings.answer().sent[1]).toMatchObject({ kind: 'review', state: 'given_up' });
});

test('a reader ahead of the business zone gets the week that ends with their Monday, once it is over', async () => {
	const smtp = await smtpServer();
	// Monday 16 November, 08:00 UTC, is Monday 03:00 in New York.
	const { mailings, clock, printer } = open({ smtp: smtp.url, zone: 'America/New_York' });
	mailings.replace(orderOf({ zone: 'Asia/Shanghai' }));
	clock.pass(6 * DAY + 16 * HOUR); // Monday, 08:00 in Shanghai
	expect(await mailings.turn()).toBe(0);
	clock.pass(5 * HOUR - 1);
	expect(await mailings.turn()).toBe(0);
	clock.pass(1);
	expect(await mailings.turn()).toBe(1);
	expect(printer.asked.map(({ path }) => path)).toEqual(['/weekly?week=2026-W47']);
});

test('what is missing or late stands before everything else in a mail', async () => {
	const smtp = await smtpServer();
	const printer = paper({ missing: ['The data of mails reach only to Friday.'] });
	const { mailings, clock } = open({ smtp: smtp.url, printer });
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT);
	await mailings.turn();
	expect(smtp.mails.map(readable)).toEqual([
		expect.stringMatching(/Missing or late\s+The data of mails reach only to Friday\.[^]*What changed/)
	]);
});

test('a mail server that is away is tried again for a day with the same Message-ID, and is an alarm meanwhile, without its words for everybody', async () => {
	const smtp = await smtpServer();
	const { mailings, clock } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT);
	smtp.refuse(2);
	expect(await mailings.turn()).toBe(0);
	expect(mailings.alarms()?.trouble).toEqual({ reason: 'not_sent', detail: '' });
	expect(mailings.answer().alarms[0]?.trouble.detail).toContain('451 not now');
	clock.pass(5);
	await mailings.turn();
	clock.pass(14);
	expect(await mailings.turn()).toBe(0);
	clock.pass(1);
	expect(await mailings.turn()).toBe(1);
	expect(mailings.alarms()).toBeNull();
	smtp.refuse(1000);
	clock.pass(7 * DAY);
	for (let passed = 0; passed < 26 * HOUR; passed += 600) {
		await mailings.turn();
		clock.pass(600);
	}
	expect(mailings.answer().sent[0]).toMatchObject({ kind: 'review', state: 'given_up' });
	expect(mailings.alarms()).toMatchObject({ trouble: { reason: 'not_sent' } });
	expect(smtp.mails).toHaveLength(1);
});

test('while no mail goes out each alarm is one line in the log and heard elsewhere once, without the words of the server', async () => {
	const smtp = await smtpServer();
	const lines: string[] = [];
	const heard: unknown[] = [];
	const { mailings, clock } = open({
		...{ smtp: smtp.url, log: (line) => lines.push(line), onAlarm: (alarm) => heard.push(alarm) }
	});
	mailings.replace(orderOf({}));
	clock.pass(TO_NEXT);
	smtp.refuse(1000);
	for (let passed = 0; passed < 26 * HOUR; passed += 600) {
		await mailings.turn();
		clock.pass(600);
	}
	const told = { level: 'error', week: '2026-W47', reason: 'not_sent' };
	expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
		{ ...told, over: false },
		{ ...told, over: true }
	]);
	expect(lines.join()).not.toMatch(/451|head@/);
	expect(heard[0]).toMatchObject({ week: '2026-W47', trouble: { reason: 'not_sent', detail: '' } });
});

test('without a mail server nobody is added, and what was there is an alarm when it is due', async () => {
	const smtp = await smtpServer();
	const { mailings, clock, data } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	const without = open({ data, clock });
	expect(without.mailings.replace(orderOf({}))).toMatchObject({
		path: 'mailings.0.address',
		detail: expect.stringContaining('TOUCHSTONE_SMTP_URL')
	});
	clock.pass(TO_NEXT);
	await without.mailings.turn();
	expect(without.mailings.alarms()).toMatchObject({ trouble: { reason: 'not_sent' } });
});

test('of two processes on one folder one sends', async () => {
	const smtp = await smtpServer();
	const { mailings, clock, data } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	const next = open({ smtp: smtp.url, data, clock });
	clock.pass(TO_NEXT);
	const sent = await Promise.all([mailings.turn(), next.mailings.turn()]);
	expect(sent.reduce((sum, one) => sum + one, 0)).toBe(1);
	expect(smtp.mails).toHaveLength(1);
});

test.each([
	['Europe/Berlin', '2026-03-22T12:00:00Z', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'],
	['Europe/Berlin', '2026-10-18T12:00:00Z', '2026-10-24T23:59:00Z', '2026-10-25T00:00:00Z'],
	['America/New_York', '2026-03-01T12:00:00Z', '2026-03-08T06:59:00Z', '2026-03-08T07:00:00Z'],
	['America/New_York', '2026-10-25T12:00:00Z', '2026-11-01T05:59:00Z', '2026-11-01T06:00:00Z']
])('in %s a night in which clocks change sends once (from %s)', async (zone, from, before, at) => {
	const smtp = await smtpServer();
	const clock = clockAt(from);
	const { mailings } = open({ smtp: smtp.url, clock });
	const to = (time: string) => clock.pass((Date.parse(time) - clock.now()) / 1000);
	// 02:00, which is skipped in spring and, in Berlin, comes twice in autumn; 01:00 comes twice in New York
	const hour = zone === 'America/New_York' && at.includes('-11-') ? 1 : 2;
	mailings.replace(orderOf({ zone, weekday: 7, hour }));
	to(hour === 1 ? '2026-11-01T04:59:00Z' : before);
	expect(await mailings.turn()).toBe(0);
	to(at);
	for (let minutes = 0; minutes < 240; minutes += 10) {
		await mailings.turn();
		clock.pass(600);
	}
	expect(smtp.mails).toHaveLength(1);
});

test('a new hour, a return and the end of a pause begin now; what was sent is not sent again', async () => {
	const smtp = await smtpServer();
	const { mailings, clock } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	const [{ id = '' } = {}] = mailings.answer().mailings;
	clock.pass(TO_NEXT);
	await mailings.turn();
	clock.pass(HOUR);
	mailings.replace(orderOf({ id, hour: 10 }));
	clock.pass(HOUR);
	expect(await mailings.turn()).toBe(0); // the week is the same
	mailings.replace(orderOf({ id, hour: 10, paused: true }));
	clock.pass(7 * DAY);
	expect(await mailings.turn()).toBe(0);
	clock.pass(HOUR);
	mailings.replace(orderOf({ id, hour: 10 }));
	expect(await mailings.turn()).toBe(0);
	mailings.replace(orderOf());
	expect(mailings.answer()).toMatchObject({ mailings: [], removed: [{ id, address: 'head@example.org' }] });
	clock.pass(7 * DAY);
	expect(await mailings.turn()).toBe(0);
	mailings.replace(orderOf({ id, hour: 10 }));
	expect(await mailings.turn()).toBe(0);
	expect(mailings.answer()).toMatchObject({ mailings: [{ id }], removed: [] });
	clock.pass(7 * DAY);
	expect(await mailings.turn()).toBe(1);
	expect(smtp.mails).toHaveLength(2);
});

test('what waits while somebody is paused is not sent a week later', async () => {
	const smtp = await smtpServer();
	const { mailings, clock } = open({ smtp: smtp.url });
	mailings.replace(orderOf({}));
	const [{ id = '' } = {}] = mailings.answer().mailings;
	clock.pass(TO_NEXT);
	smtp.refuse(1);
	await mailings.turn();
	mailings.replace(orderOf({ id, paused: true }));
	clock.pass(3 * DAY);
	await mailings.turn();
	mailings.replace(orderOf({ id }));
	expect(await mailings.turn()).toBe(0);
	expect(mailings.answer().sent).toMatchObject([{ state: 'given_up' }]);
});

test('says when the next comes, and about which week of the business zone', () => {
	const { mailings } = open({
		smtp: 'smtp://127.0.0.1:1',
		zone: 'America/New_York',
		data: folder(),
		printer: paper()
	});
	mailings.replace(orderOf({ zone: 'Asia/Shanghai' }, { address: 'x@example.org', paused: true }));
	// Monday, 08:00 in Shanghai is Sunday in New York: its week is over at five in the morning, UTC.
	expect(mailings.answer().mailings.map(({ next }) => next)).toEqual([
		{ at: '2026-11-23T05:00:00.000Z', week: '2026-W47' },
		null
	]);
});

test('refuses an id that is not there, one that stands twice, and what is no address', () => {
	const { mailings } = open({ smtp: 'smtp://127.0.0.1:1' });
	const unknown = { path: 'mailings.0.id', detail: expect.stringContaining('there is no such mailing') };
	expect(mailings.replace(orderOf({ id: 'none' }))).toEqual(unknown);
	mailings.replace(orderOf({}));
	const [{ id = '' } = {}] = mailings.answer().mailings;
	const twice = { path: 'mailings.1.id', detail: expect.stringContaining('twice') };
	expect(mailings.replace(orderOf({ id }, { id }))).toEqual(twice);
	expect(() => orderOf({ address: 'x' })).toThrow('expected an e-mail address');
});
