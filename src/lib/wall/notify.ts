import type { ActionRow } from '#schema/feed.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import { caseHref } from '../question.ts';
import { nameOf } from '../words.ts';
import type { News } from './breaches.svelte.ts';
import { metricName } from './words.ts';

/** Whether this browser tells of what breaks: yes, no, or nobody has been asked. It can only be asked where the page is secure. */
export function mayNotify(): 'yes' | 'no' | 'ask' {
	if (!('Notification' in window) || !window.isSecureContext) return 'no';
	const { permission } = Notification;
	return permission === 'granted' ? 'yes' : permission === 'denied' ? 'no' : 'ask';
}

/** Asks whoever is at the screen; resolves with whether there is nothing more to ask. */
export async function askToNotify(): Promise<boolean> {
	return (await Notification.requestPermission()) !== 'default';
}

/** What was escalated longer ago than this is no news. */
const NEWS_MS = 5 * 60_000;
/** More at once are told in one. */
const EACH = 3;
/** A notice that fails is tried once more. */
const TRIES = 2;

/** What a browser is to say. `tag`: of several pages that say the same, and of the same said twice, it shows one. */
export type Notice = { tag: string; title: string; body: string; href: string };

/** What there is to say: what has just broken, and what was escalated a moment ago. `now`: the server's clock, ms. */
export function noticesOf(list: readonly ActionRow[], news: News, now: number, screen: Screen): Notice[] {
	const about = (row: ActionRow, tag: string, title: string, body: string): Notice => ({
		...{ tag: `${tag} ${row.promise_id}`, title, body, href: caseHref(row.case_id) }
	});
	const time = ({ breach_at, due_at }: ActionRow) => screen.moment(breach_at ?? due_at, 'time');
	const promise = ({ metric }: ActionRow) => metricName(metric);
	const broken = news.rows.map((row) =>
		about(
			row,
			'broken',
			m.wall_notice_broken({ promise: promise(row) }),
			m.wall_notice_broken_body({ owner: nameOf(row.owner), time: time(row) })
		)
	);
	const escalated = list
		.filter((row) => row.escalated_at !== null && now - Date.parse(row.escalated_at) <= NEWS_MS)
		.map((row) =>
			about(
				row,
				'escalated',
				m.wall_notice_title({ promise: promise(row) }),
				m.wall_notice_body({ owner: nameOf(row.owner), time: time(row) })
			)
		);
	return [...together(broken, broken.length + news.more, screen), ...escalated];
}

/** A dozen notices at once would be read by nobody. */
function together(each: Notice[], all: number, screen: Screen): Notice[] {
	const [first, second] = each;
	if (all <= EACH || !first || !second) return each;
	const title = m.wall_notice_many({ count: screen.count(all) });
	return [{ ...first, tag: `many ${first.tag}`, title, body: first.title, href: '/wall' }];
}

/** Tells each notice once. `show` may throw, as it does in browsers that leave notices to a worker: nothing else is held up by it. */
export function createNotices(show: (notice: Notice) => void) {
	const told = new Set<string>();
	let failed = new Map<string, { notice: Notice; tries: number }>();

	return function tell(notices: readonly Notice[]): void {
		const again = [...failed.values()];
		failed = new Map();
		const fresh = notices.filter(({ tag }) => !told.has(tag)).map((notice) => ({ notice, tries: 0 }));
		for (const { notice, tries } of [...again, ...fresh]) {
			told.add(notice.tag);
			try {
				show(notice);
			} catch {
				if (tries + 1 < TRIES) failed.set(notice.tag, { notice, tries: tries + 1 });
			}
		}
	};
}

/** Shows a notice by the browser's own means, where it may. */
export function showNotice({ tag, title, body, href }: Notice): void {
	if (mayNotify() !== 'yes') return;
	const said = new Notification(title, { body, tag });
	said.onclick = () => window.open(href);
}
