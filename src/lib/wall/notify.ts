import type { ActionRow } from '#schema/feed.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { caseHref } from '../question.ts';
import { nameOf } from '../words.ts';
import { metricName } from './words.ts';

/** Whether this browser tells of escalations: yes, no, or nobody has been asked. */
export function mayNotify(): 'yes' | 'no' | 'ask' {
	if (!('Notification' in window)) return 'no';
	const { permission } = Notification;
	return permission === 'granted' ? 'yes' : permission === 'denied' ? 'no' : 'ask';
}

/** Asks whoever is at the screen; resolves with whether there is nothing more to ask. */
export async function askToNotify(): Promise<boolean> {
	return (await Notification.requestPermission()) !== 'default';
}

/** What was escalated longer ago than this is no news. */
const NEWS_MS = 5 * 60_000;
const told = new Set<string>();

/** Tells of each promise that was escalated a moment ago, once: the browser itself drops what several pages of it say alike. */
export function notify(rows: readonly ActionRow[], screen: Screen) {
	if (mayNotify() !== 'yes') return;
	for (const { promise_id, escalated_at, metric, owner, case_id, breach_at } of rows) {
		if (escalated_at === null || told.has(promise_id)) continue;
		if (Date.now() - Date.parse(escalated_at) > NEWS_MS) continue;
		told.add(promise_id);
		const time = screen.moment(breach_at ?? escalated_at, 'time');
		const said = new Notification(m.wall_notice_title({ promise: metricName(metric) }), {
			body: m.wall_notice_body({ owner: nameOf(owner), time }),
			tag: promise_id
		});
		said.onclick = () => window.open(caseHref(case_id));
	}
}
