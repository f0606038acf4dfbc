import { expect, test } from 'vitest';
import { createReport, describe } from '../../../ingest/simulate/report.ts';
import { sampleTraffic } from './sample.ts';

const CREDIT = { ack: 1, accepted: 0, duplicates: 0, credit: 1000 };

/** A report on a screen that keeps what was written, with a clock one sets. */
function createScreen(format: 'json' | 'text', isTerminal: boolean) {
	let written = '';
	let now = 0;
	const counts = { accepted: 0, duplicates: 0, rejected: 0, unacknowledged: 12 };
	const report = createReport({
		screen: { write: (text) => void (written += text), isTerminal },
		format,
		now: () => now,
		counts: () => counts
	});
	return { report, counts, text: () => written, at: (ms: number) => (now = ms) };
}

test('shows how far the history is, then the live traffic, in one line that is kept up to date', () => {
	const { report, text, at } = createScreen('text', true);
	report.progress({ phase: 'history', sent: 0, total: 1000 });
	at(2000);
	report.progress({ phase: 'history', sent: 500, total: 1000 });
	at(4000);
	report.progress({ phase: 'history', sent: 1000, total: 1000 });
	report.progress({ phase: 'live', sent: 0, total: 0 });
	report.end();
	expect(text()).toContain('\r\u001b[KHistory  ████████████░░░░░░░░░░░░ 50 % · 500 events · 250/s');
	expect(text()).toContain('100 % · 1,000 events · 250/s\n');
	expect(text()).toMatch(/Live {5}0 events · 0\/s · 12 on the way\n$/);
});

test('writes no control characters where there is no terminal, and seldom', () => {
	const { report, text, at } = createScreen('text', false);
	for (let ms = 0; ms <= 10_000; ms += 100) {
		at(ms);
		report.progress({ phase: 'history', sent: ms, total: 20_000 });
	}
	expect(text()).not.toContain('\u001b');
	expect(text().trim().split('\n')).toHaveLength(3);
});

test('prints nothing but steps as JSON when asked to', () => {
	const { report, text, at } = createScreen('json', false);
	report.say('words');
	report.state('waiting', 'ECONNREFUSED');
	report.progress({ phase: 'history', sent: 0, total: 10 });
	at(10);
	report.progress({ phase: 'history', sent: 5, total: 10 });
	report.progress({ phase: 'history', sent: 10, total: 10 });
	expect(text()).toBe('{"phase":"history","sent":0,"total":10}\n{"phase":"history","sent":10,"total":10}\n');
});

test('says why nothing goes out, once, until the connection is back', () => {
	const { report, text, at } = createScreen('text', true);
	report.state('waiting', 'ECONNREFUSED');
	report.state('connecting');
	report.state('waiting', 'ECONNREFUSED');
	expect(text().match(/is npm start running/g)).toHaveLength(1);
	report.state('connected');
	at(1000);
	report.progress({ phase: 'live', sent: 1, total: 1 });
	expect(text()).toMatch(/on the way$/);
});

test('names the first thing that ingest refused', () => {
	const { report, counts, text } = createScreen('text', true);
	counts.rejected = 2;
	report.answered({
		...CREDIT,
		rejected: [{ index: 0, reason: 'forbidden_team', path: 'data.team', detail: 'not a team of this key' }]
	});
	report.progress({ phase: 'live', sent: 5, total: 5 });
	expect(text()).toContain('2 refused (data.team: not a team of this key)');
});

test('says beforehand what is simulated, where it goes and when the incidents are', () => {
	const traffic = sampleTraffic();
	const asked = { days: 14, rate: 20, seed: '1', url: 'ws://h:1/v1/events', zone: 'Asia/Shanghai', start: 0 };
	const lines = describe(traffic, { ...asked, live: true }).join('\n');
	expect(lines).toMatch(
		/8 teams, \d+ people: 14 days of history \(about [\d,]+ events\), then live at 20 events\/s/
	);
	expect(lines).toContain(`ws://h:1/v1/events · seed 1 · run ${traffic.run}`);
	expect(lines.match(/Incident/g)).toHaveLength(2);
	expect(describe(traffic, { ...asked, live: false }).join('\n')).not.toMatch(/Incident|live/);
});
