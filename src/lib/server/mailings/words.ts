import type { Mailing, ReviewTrouble } from '#schema/mailing.ts';
import type { ReviewDigest } from '#schema/review-digest.ts';
import { m } from '../../paraglide/messages.js';
import { troubleText } from '../../weekly/trouble-words.ts';
import { escape, type Letter } from '../dispatch/mail.ts';

type Language = Mailing['language'];
type Words = Pick<Letter, 'subject' | 'text' | 'html'>;

const SEPARATOR = { en: ', ', 'zh-CN': '、' };

/** Whose review it is, in a subject; empty for everybody's. */
const ofTeams = ({ teams, language }: Pick<Mailing, 'teams' | 'language'>) =>
	teams.length === 0
		? ''
		: ` · ${teams.map((team) => team || m.unknown({}, { locale: language })).join(SEPARATOR[language])}`;

const page = (language: Language, title: string, body: string) =>
	`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)}</title></head>` +
	`<body style="font-family:system-ui,sans-serif;line-height:1.5;color:#17191e;max-width:42em">${body}</body></html>`;

const link = (href: string, words: string) =>
	`<a href="${escape(href)}" style="color:#0b5fa5">${escape(words)}</a>`;

const headOf = ({ changes }: ReviewDigest, locale: Language) => {
	const worse = changes.filter((change) => change.worse).length;
	if (changes.length === 0) return m.mailing_head_calm({}, { locale });
	return m.mailing_head_changes({ count: changes.length, worse }, { locale });
};

type NumberOf = ReviewDigest['numbers'][number];

function numberText({ name, value, promise, before }: NumberOf, locale: Language): string {
	const inputs = { name, value, promise, before };
	return promise ? m.mailing_number_promised(inputs, { locale }) : m.mailing_number(inputs, { locale });
}

function reviewText(digest: ReviewDigest, at: (href: string) => string, locale: Language): string {
	const { changes, calm, numbers } = digest;
	return [
		`${m.review_changes({}, { locale })}\n`,
		...(changes.length === 0
			? [calm]
			: changes.map(({ words, way, href }) => `${words} (${way})\n${at(href)}`)),
		`\n${m.review_numbers({}, { locale })}\n`,
		numbers.map((one) => numberText(one, locale)).join('\n')
	].join('\n');
}

function reviewHtml(digest: ReviewDigest, at: (href: string) => string, locale: Language): string {
	const { changes, calm, numbers } = digest;
	const items = changes.map(({ words, way, worse, href }) => {
		const said = worse ? `<strong>${escape(words)}</strong>` : escape(words);
		return `<li>${said} ${link(at(href), way)}</li>`;
	});
	const cells = numbers.map(
		({ name, value, promise, before, href }) =>
			`<tr><td>${link(at(href), name)}</td>${[value, promise, before].map((text) => `<td>${escape(text)}</td>`).join('')}</tr>`
	);
	const head = [m.review_number, m.review_value, m.review_promise, m.review_before]
		.map((word) => `<th align="left">${escape(word({}, { locale }))}</th>`)
		.join('');
	return (
		`<h2>${escape(m.review_changes({}, { locale }))}</h2>` +
		(items.length === 0 ? `<p>${escape(calm)}</p>` : `<ul>${items.join('')}</ul>`) +
		`<h2>${escape(m.review_numbers({}, { locale }))}</h2>` +
		`<table cellpadding="4"><tr>${head}</tr>${cells.join('')}</table>`
	);
}

/** What is missing or late, before everything else. */
const missingText = (missing: string[], locale: Language) =>
	missing.length === 0
		? []
		: [[`▲ ${m.mailing_missing({}, { locale })}`, ...missing.map((words) => `  ${words}`)].join('\n')];

const missingHtml = (missing: string[], locale: Language) =>
	missing.length === 0
		? ''
		: `<div style="border-left:4px solid #c8471e;padding:0 1em"><p><strong>▲ ${escape(m.mailing_missing({}, { locale }))}</strong></p>` +
			`<ul>${missing.map((words) => `<li>${escape(words)}</li>`).join('')}</ul></div>`;

/** What a mail with a review says: what is missing, what changed, and the numbers against what was promised, each with a link to the page. */
export function reviewWords(digest: ReviewDigest, mailing: Mailing, origin: string): Words {
	const { language: locale } = mailing;
	const at = (href: string) => origin + href;
	const title = `${m.review_title({}, { locale })} ${digest.week}${ofTeams(mailing)}`;
	const days = `${digest.days} · ${digest.reach}`;
	const attached = m.mailing_attached({}, { locale });
	const foot = m.mailing_foot({ link: at('/weekly/mail') }, { locale });
	return {
		subject: m.mailing_subject({ title, head: headOf(digest, locale) }, { locale }),
		text: [
			...[title, days, at(digest.href), ...missingText(digest.missing, locale)],
			...[reviewText(digest, at, locale), attached, `-- \n${foot}`]
		].join('\n\n'),
		html: page(
			locale,
			title,
			`<h1>${link(at(digest.href), title)}</h1><p>${escape(days)}</p>${missingHtml(digest.missing, locale)}${reviewHtml(digest, at, locale)}<p>${escape(attached)}</p><hr><p>${escape(foot)}</p>`
		)
	};
}

type Failure = { week: string; trouble: ReviewTrouble };

/** What a mail says when no review could be made: so much, why, and where to look. It has no number in it. */
export function failureWords({ week, trouble }: Failure, mailing: Mailing, origin: string): Words {
	const { language: locale } = mailing;
	const title = `${m.review_title({}, { locale })} ${week}${ofTeams(mailing)}`;
	const subject = m.mailing_failed_subject({ title }, { locale });
	const why = m.mailing_failed_why({ reason: troubleText(trouble, locale, mailing.zone) }, { locale });
	const where = m.mailing_failed_where({}, { locale });
	const href = `${origin}/weekly/mail`;
	return {
		subject,
		text: [subject, why, `${where}\n${href}`].join('\n\n'),
		html: page(
			locale,
			subject,
			`<h1>${escape(subject)}</h1><p>${escape(why)}</p><p>${escape(where)}<br>${link(href, href)}</p>`
		)
	};
}
