import type { Random } from './random.ts';

/** Something to be said of a case: its type, when (ms), and what it says. */
export type Told = { type: string; at: number; data: Record<string, unknown> };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CHANNELS = [
	'phone',
	'phone',
	'phone',
	'chat',
	'chat',
	'email',
	'web',
	'counter',
	'social',
	'other'
] as const;
const WAITS: Record<string, number> = { phone: 11_000, chat: 40_000, email: 9 * HOUR, web: 9 * HOUR };
const TOPICS = ['bill', 'delivery', 'repair', '发票', 'contract', ''] as const;
const TIERS = ['diamond', 'gold', 'silver', 'vip', 'standard', 'other'] as const;
const REASONS = ['late', 'rude', 'wrong bill', '质量问题', ''] as const;
/** Text that has to survive every encoding on its way. */
const WORDS = [
	'fine',
	'服务很好 👍🏽',
	'a "quoted" \\ word',
	'two\nlines\tand a tab',
	'e\u0301 and \u0000 nil',
	''
] as const;
const STEPS = ['listen', 'share', 'clarify', 'present', 'act', 'satisfy', 'reviewed'] as const;

const team = (number: number) => `Team ${number}`;

/** A whole case as it goes in life, from its opening on; nothing in it is later than `until`. */
export function tellCase(random: Random, start: number, customers: number, until: number): Told[] {
	const { chance, pick, whole, skewed } = random;
	const told: Told[] = [];
	const say = (type: string, at: number, data: Record<string, unknown> = {}) => {
		const whom = chance(0.1) ? { agent: `agent ${whole(1, 40)}` } : {};
		told.push({ type, at: Math.round(at), data: { ...whom, ...data } });
	};
	const channel = pick(CHANNELS);
	const complaint = chance(0.15);
	const wait = skewed(WAITS[channel] ?? 5 * MINUTE);
	say('case.opened', start, {
		...(chance(0.95) && { team: team(whole(1, 8)) }),
		...(chance(0.97) && { channel }),
		...(chance(0.93) && { customer: `customer-${whole(1, customers)}` }),
		...(chance(0.5) && { tier: pick(TIERS), priority: pick(['high', 'low', '']) }),
		...(chance(0.9) && { topic: pick(TOPICS) }),
		...(chance(0.2) && { attributes: { order: String(whole(1, 1e6)), 门店: '上海' } }),
		...(complaint ? { kind: 'complaint', reason: pick(REASONS), severity: pick([1, 2, 'high']) } : {})
	});
	if (chance(0.003)) say('case.responded', start - MINUTE);
	if (chance(0.15))
		say(pick(['case.assigned', 'case.transferred']), start + wait / 2, { team: team(whole(1, 8)) });
	if (chance(0.07)) {
		say('case.abandoned', start + skewed(8_000), {
			resolution: 'gone',
			...(chance(0.2) && { wait_known: false })
		});
		return told.filter(({ at }) => at <= until);
	}
	if (chance(0.97)) say('case.responded', start + wait, chance(0.5) ? { team: team(whole(1, 8)) } : {});
	if (chance(0.2)) say('case.responded', start + wait + skewed(HOUR));
	if (chance(0.12))
		say('case.contacted', start + wait + skewed(DAY), chance(0.3) ? { topic: pick(TOPICS) } : {});
	if (chance(0.06)) say('case.escalated', start + wait + skewed(2 * HOUR), { level: pick([1, 2, 'head']) });
	if (chance(0.1)) say('case.recorded', start + wait + 1, { status: pick(['open', 'pending', '处理中']) });
	if (chance(0.05)) promise(start + wait);
	if (complaint) makeGood(start);
	if (chance(0.9)) resolve(start + wait + skewed(6 * HOUR));
	return told.filter(({ at }) => at <= until);

	function resolve(at: number) {
		say('case.resolved', at, { resolution: pick(WORDS) });
		if (chance(0.08)) {
			say('case.reopened', at + skewed(2 * DAY));
			say('case.responded', at + 3 * DAY);
			say('case.resolved', at + 4 * DAY);
		}
		if (chance(0.3)) say('case.closed', at + 5 * DAY);
		if (chance(0.5)) survey(at + skewed(HOUR));
	}

	function survey(at: number) {
		const instrument = pick(['csat', 'csat', 'csat', 'nps', 'ces', 'fcr', 'voice', 'servqual']);
		const invitation = chance(0.9) ? { survey: `survey ${start}-${whole(1, 1e9)}` } : {};
		say('survey.sent', at, { ...invitation, ...(chance(0.8) && { instrument }) });
		if (chance(0.5)) say('survey.delivered', at + MINUTE, { ...invitation, instrument });
		if (chance(0.4)) return;
		for (let answers = chance(0.1) ? 2 : 1; answers > 0; answers--)
			say('survey.answered', at + answers * HOUR, {
				...invitation,
				instrument,
				...answerTo(instrument),
				...(chance(0.3) && { comment: pick(WORDS) })
			});
	}

	function answerTo(instrument: string): Record<string, unknown> {
		if (instrument === 'nps') return { score: whole(0, 10) };
		if (instrument === 'ces') return { score: whole(1, 7) };
		if (instrument === 'fcr') return { score: whole(0, 1) };
		if (instrument === 'voice') return { had_problem: chance(0.5), spoke_up: chance(0.5) };
		const item = {
			dimension: pick(['empathy', 'tangibles']),
			expectation: whole(1, 7),
			perception: whole(10, 70) / 10
		};
		if (instrument === 'servqual') return { items: [item] };
		return chance(0.2) ? { score: whole(1, 10), scale: 10 } : { score: whole(1, 5) };
	}

	function makeGood(at: number) {
		const { chance, pick, whole } = random;
		if (chance(0.9)) say('complaint.acknowledged', at + skewed(3 * HOUR));
		if (chance(0.4)) say('complaint.step', at + skewed(4 * HOUR), { step: pick(STEPS) });
		if (chance(0.1)) say('complaint.escalated', at + skewed(5 * HOUR), { level: 2 });
		if (chance(0.2)) return;
		const remedied = at + skewed(15 * HOUR);
		say('complaint.remedied', remedied, { remedy: pick(WORDS) });
		if (chance(0.6)) say('complaint.confirmed', remedied + skewed(2 * DAY), { satisfied: whole(1, 5) });
		if (chance(0.1)) say('complaint.confirmed', remedied + skewed(6 * DAY), { satisfied: whole(1, 5) });
		if (chance(0.5)) say('complaint.followed_up', remedied + skewed(3 * DAY), { satisfied: whole(1, 5) });
	}

	function promise(at: number) {
		const about = { promise: `promise ${start}`, kind: 'callback', from_team: team(whole(1, 8)) };
		say('promise.made', at, { ...about, due: new Date(at + DAY).toISOString() });
		if (chance(0.8)) say(pick(['promise.kept', 'promise.broken']), at + skewed(DAY), about);
	}
}

/** Something that happens outside any case. */
export function tellElse(random: Random, at: number, customers: number): Told {
	const { chance, pick, whole } = random;
	const customer = `customer-${whole(1, customers)}`;
	if (chance(0.8))
		return chance(0.9)
			? { type: 'customer.active', at, data: { customer, value: whole(1, 50_000) / 100 } }
			: { type: 'customer.left', at, data: { customer } };
	return pick([
		{
			type: 'inspection.scored',
			at,
			data: { team: team(whole(1, 8)), procedural: whole(0, 100), personal: 61.5 }
		},
		{ type: 'staff.surveyed', at, data: { team: team(whole(1, 8)), score: whole(1, 5) } },
		{
			type: 'agent.state',
			at,
			data: { agent: `agent ${whole(1, 40)}`, state: pick(['available', 'busy', 'away']) }
		}
	]);
}
