import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createDeliver } from '../../../src/lib/server/dispatch/deliver.ts';
import { createMailer, smtpOf } from '../../../src/lib/server/dispatch/mail.ts';
import { createOutbox } from '../../../src/lib/server/dispatch/outbox.ts';
import { startReceiver } from '../../support/receiver.ts';
import { readable, startSmtp } from '../../support/smtp.ts';
import { freePort } from '../../support/free-port.ts';
import { clockAt, folder, notice, orderOf } from './support.ts';

const SECRET = 'a secret of the tests';

/** An outbox and who sends what is in it, to real servers. */
function open(smtp?: string, data = folder(), clock = clockAt('2026-01-05T09:01:00Z')) {
	const outbox = createOutbox({ file: join(data, 'notices.db'), now: clock.now, leaseMs: 30_000 });
	const mailer = smtp ? createMailer(smtp) : null;
	onTestFinished(() => {
		mailer?.close();
		outbox.close();
	});
	const sending = { origin: 'https://desk.example.org', zone: 'Asia/Shanghai', now: clock.now };
	return { outbox, clock, data, deliver: createDeliver({ outbox, mailer, sending }) };
}

async function receiver(port?: number) {
	const started = await startReceiver(port);
	onTestFinished(() => started.close());
	return started;
}

async function smtp() {
	const started = await startSmtp();
	onTestFinished(() => started.close());
	return started;
}

test('posts each breach with its key, signed, in the target’s language, with a link to the case', async () => {
	const hook = await receiver();
	const { outbox, deliver } = open();
	outbox.targets.replace(
		orderOf({ kind: 'webhook', address: hook.url, secret: SECRET, language: 'zh-CN' }),
		true
	);
	outbox.decide('breach', [notice('a'), notice('b')]);
	expect(await deliver()).toBe(2);
	expect(await deliver()).toBe(0);
	const [id] = outbox.targets.list().map(({ id }) => id);
	expect(hook.keys()).toEqual([`breach-a-${id}`, `breach-b-${id}`]);
	const [{ headers, body } = { headers: {}, body: '' }] = hook.received;
	const signed = `${String(headers['touchstone-timestamp'])}.${body}`;
	expect(headers['touchstone-signature']).toBe(
		`sha256=${createHmac('sha256', SECRET).update(signed).digest('hex')}`
	);
	expect(JSON.parse(body)).toEqual({
		id: `breach-a-${id}`,
		type: 'breach',
		text:
			'承诺未兑现：首次响应 · 工单\u2009case/a · Ann · North\n' +
			'违约时间：2026\u2009年\u20091\u2009月\u20095\u2009日 17:00:15；应于\u20092026\u2009年\u20091\u2009月\u20095\u2009日 17:00:15\u2009兑现。\n' +
			'https://desk.example.org/cases/case%2Fa',
		link: 'https://desk.example.org/cases/case%2Fa',
		promise: expect.objectContaining({
			promise_id: 'a',
			team: 'North',
			breach_at: '2026-01-05T09:00:15.000Z'
		})
	});
});

test('that a weekly review did not come is told to every webhook once, whatever it hears, and to no mailbox', async () => {
	const [hook, mails] = [await receiver(), await smtp()];
	const { outbox, clock, deliver } = open(mails.url);
	outbox.targets.replace(
		orderOf(
			{ kind: 'webhook', address: hook.url, hears: ['escalation'], teams: ['South'] },
			{ kind: 'email', address: 'duty@example.org' }
		),
		true
	);
	const since = '2026-01-05T07:00:00.000Z';
	const review = { week: '2026-W01', since, trouble: { reason: 'not_sent' as const, detail: '' } };
	const about = { about: 'review' as const, review, case_id: '', due_at: since, breach_at: since };
	for (let time = 0; time < 2; time++) outbox.decide('review', [notice('2026-W01-not_sent', about)]);
	clock.pass(120);
	expect(await deliver()).toBe(1);
	expect(mails.mails).toEqual([]);
	expect(JSON.parse(hook.received[0]?.body ?? '')).toEqual({
		id: expect.stringMatching(/^review-2026-W01-not_sent-/),
		type: 'review',
		text: expect.stringMatching(
			/^The weekly review 2026-W01 has not reached its readers since .*15:00 \(Asia\/Shanghai\)\nThe mail server/
		),
		link: 'https://desk.example.org/weekly/mail',
		review
	});
});

test('without a secret nothing is signed', async () => {
	const hook = await receiver();
	const { outbox, deliver } = open();
	outbox.targets.replace(orderOf({ kind: 'webhook', address: hook.url }), true);
	outbox.decide('breach', [notice('a')]);
	await deliver();
	expect(hook.received[0]?.headers).not.toHaveProperty('touchstone-signature');
});

test('tries again with the same key after an error, a redirection and a refused connection, and not once it was taken', async () => {
	const port = await freePort();
	const { outbox, clock, deliver } = open();
	outbox.targets.replace(orderOf({ kind: 'webhook', address: `http://127.0.0.1:${port}/hook` }), true);
	outbox.decide('breach', [notice('a')]);
	expect(await deliver()).toBe(0);
	expect(outbox.lately()).toMatchObject([
		{ state: 'waiting', tries: 1, error: expect.stringContaining('ECONNREFUSED') }
	]);
	const hook = await receiver(port);
	expect(await deliver()).toBe(0); // not before its time
	hook.answer((response) => void response.writeHead(500).end('no'));
	clock.pass(5);
	expect(await deliver()).toBe(0);
	expect(outbox.lately()).toMatchObject([{ error: 'answered 500' }]);
	hook.answer((response) => void response.writeHead(302, { location: '/elsewhere' }).end());
	clock.pass(15);
	expect(await deliver()).toBe(0);
	expect(outbox.lately()).toMatchObject([{ error: 'answered 302' }]);
	hook.answer((response) => void response.writeHead(200).end('ok'));
	clock.pass(45);
	expect(await deliver()).toBe(1);
	expect(outbox.lately()).toMatchObject([{ state: 'sent', tries: 4, error: null }]);
	clock.pass(100_000);
	expect(await deliver()).toBe(0);
	expect(new Set(hook.keys()).size).toBe(1);
	expect(hook.received).toHaveLength(3);
});

test('who took it and died before writing it down sends it once more, under the same key', async () => {
	const hook = await receiver();
	const { outbox, clock, data, deliver } = open();
	outbox.targets.replace(orderOf({ kind: 'webhook', address: hook.url }), true);
	outbox.decide('breach', [notice('a')]);
	const [to] = outbox.targets.list();
	expect(to && outbox.claim(to)).toBeDefined(); // and nothing is heard of it any more
	const next = open(undefined, data, clock);
	expect(await Promise.all([deliver(), next.deliver()])).toEqual([0, 0]);
	clock.pass(30);
	const sent = await Promise.all([deliver(), next.deliver()]);
	expect(sent.reduce((sum, one) => sum + one, 0)).toBe(1);
	expect(hook.received).toHaveLength(1);
});

test('a target that does not answer holds up no other', async () => {
	const hook = await receiver();
	const { outbox, deliver } = open();
	outbox.targets.replace(
		orderOf(
			{ kind: 'webhook', address: `http://127.0.0.1:${await freePort()}/`, name: 'dead' },
			{ kind: 'webhook', address: hook.url }
		),
		true
	);
	outbox.decide(
		'breach',
		Array.from({ length: 5 }, (_, at) => notice(`n${at}`))
	);
	expect(await deliver()).toBe(5);
	expect(hook.received).toHaveLength(5);
});

test('sends one mail about all of a minute: plain text and HTML, its key for an id', async () => {
	const server = await smtp();
	const { outbox, clock, deliver } = open(server.url);
	outbox.targets.replace(orderOf({ kind: 'email', address: 'duty@example.org' }), true);
	outbox.decide('breach', [notice('a'), notice('b<b>', { metric: 'promise:visit' })]);
	outbox.decide('escalation', [notice('a', { about: 'escalation' })]);
	clock.pass(60);
	expect(await deliver()).toBe(1);
	const [mail] = server.mails;
	const text = mail ? readable(mail) : '';
	const [id] = outbox.targets.list().map(({ id }) => id);
	expect(mail?.to).toBe('duty@example.org');
	expect(text).toContain(`Message-ID: <breach-a-${id}@example.org>`);
	expect(text).toContain('Subject: 2 promises broken, 1 escalated');
	expect(text).toContain('From: touchstone@example.org');
	expect(text).toContain('https://desk.example.org/cases/case%2Fa\n');
	expect(text).toContain('<a href="https://desk.example.org/cases/case%2Fa">');
	expect(text).toContain('case/b&#60;b&#62;');
	expect(text).toContain('17:00:15');
	expect(text).toContain('Escalated: nobody has acted for 15 minutes');
});

test('a mail in Chinese says so in Chinese; of very many promises it lists fifty', async () => {
	const server = await smtp();
	const { outbox, clock, deliver } = open(server.url);
	outbox.targets.replace(orderOf({ kind: 'email', address: 'duty@example.org', language: 'zh-CN' }), true);
	outbox.decide(
		'breach',
		Array.from({ length: 53 }, (_, at) => notice(`n${at}`))
	);
	clock.pass(60);
	await deliver();
	const text = readable(server.mails[0] ?? { to: '', raw: '' });
	expect(text).toContain('53\u2009项承诺未兑现');
	expect(text).toContain('另有\u20093\u2009项');
	expect(text).not.toContain('case/n50');
});

test('a mail that the server does not take now is sent later, once', async () => {
	const server = await smtp();
	const { outbox, clock, deliver } = open(server.url);
	outbox.targets.replace(orderOf({ kind: 'email', address: 'duty@example.org' }), true);
	outbox.decide('breach', [notice('a')]);
	server.refuse(1);
	clock.pass(60);
	expect(await deliver()).toBe(0);
	expect(outbox.lately()).toMatchObject([{ state: 'waiting', error: expect.stringContaining('451') }]);
	clock.pass(5);
	expect(await deliver()).toBe(1);
	clock.pass(86_400);
	expect(await deliver()).toBe(0);
	expect(server.mails).toHaveLength(1);
});

test('without a mail server a mail waits and says why', async () => {
	const { outbox, clock, deliver } = open();
	outbox.targets.replace(orderOf({ kind: 'email', address: 'duty@example.org' }), true);
	outbox.decide('breach', [notice('a')]);
	clock.pass(60);
	expect(await deliver()).toBe(0);
	expect(outbox.lately()).toMatchObject([{ error: expect.stringContaining('TOUCHSTONE_SMTP_URL') }]);
});

test('reads from whom mails are out of the address of the server', () => {
	expect(smtpOf('smtps://ann:pw@mail.example.org:465?from=duty%40example.org')).toEqual({
		url: 'smtps://ann:pw@mail.example.org:465',
		from: 'duty@example.org'
	});
	expect(smtpOf('smtp://mail.example.org').from).toBe('touchstone@mail.example.org');
});
