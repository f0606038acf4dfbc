import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { NotificationOrder, type Notice } from '#schema/notification.ts';

/** A folder that goes with the test. */
export function folder(): string {
	const path = mkdtempSync(join(tmpdir(), 'touchstone-notices-'));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	return path;
}

/** A clock that moves when it is told to. */
export function clockAt(time: string) {
	let at = Date.parse(time);
	return {
		now: () => at,
		pass: (seconds: number) => void (at += seconds * 1000)
	};
}

const TARGET = { name: 'Duty', hears: ['breach', 'escalation'], teams: [], language: 'en' };

/** Targets as they are given, each with what it says beyond a common one. */
export const orderOf = (...targets: Record<string, unknown>[]) =>
	NotificationOrder.parse({ targets: targets.map((target) => ({ ...TARGET, ...target })) });

export const notice = (promise_id: string, changes: Partial<Notice> = {}): Notice => ({
	about: 'breach',
	promise_id,
	case_id: `case/${promise_id}`,
	metric: 'first_response',
	...{ team: 'North', agent: 'Ann', owner: 'Ann', channel: 'phone', tier: 'gold', topic: 'bill' },
	due_at: '2026-01-05T09:00:15.000Z',
	breach_at: '2026-01-05T09:00:15.000Z',
	...changes
});
