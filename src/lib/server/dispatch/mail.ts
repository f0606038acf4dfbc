import nodemailer from 'nodemailer';
import type { Notice, NotificationTarget } from '#schema/notification.ts';
import { m } from '../../paraglide/messages.js';
import { subjectOf, wordsOf } from './notice-words.ts';
import type { Claimed } from './outbox.ts';
import { linkTo, type Sending } from './webhook.ts';

/** So many are listed; of more there is only the number. */
const LISTED = 50;
const PATIENCE_MS = 20_000;

export const escape = (text: string) => text.replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

type Item = { title: string; detail: string; link: string };

function itemsOf(notices: readonly Notice[], language: NotificationTarget['language'], sending: Sending) {
	const items = notices.slice(0, LISTED).map((notice): Item => ({
		...wordsOf(notice, language, sending.zone),
		link: linkTo(sending.origin, notice.case_id)
	}));
	const more = notices.length - items.length;
	return { items, more: more > 0 ? m.notice_more({ count: more }, { locale: language }) : '' };
}

const html = (subject: string, language: string, items: Item[], more: string, foot: string) =>
	`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body>` +
	items
		.map(
			({ title, detail, link }) =>
				`<p><a href="${escape(link)}"><strong>${escape(title)}</strong></a><br>${escape(detail)}</p>`
		)
		.join('') +
	`${more && `<p>${escape(more)}</p>`}<hr><p>${escape(foot)}</p></body></html>`;

/** What a mail says, as plain text and as HTML, in the language of who gets it. */
export function mailOf({ to, notices }: Pick<Claimed, 'to' | 'notices'>, sending: Sending) {
	const { language } = to.target;
	const subject = subjectOf(notices, language, sending.zone);
	const { items, more } = itemsOf(notices, language, sending);
	const foot = m.notice_foot({ link: `${sending.origin}/notifications` }, { locale: language });
	const text = [
		...items.map(({ title, detail, link }) => `${title}\n${detail}\n${link}`),
		...(more ? [more] : []),
		`-- \n${foot}`
	].join('\n\n');
	return { subject, text, html: html(subject, language, items, more, foot) };
}

/** Splits TOUCHSTONE_SMTP_URL: where mails go, and from whom they are (`?from=`, else touchstone@ the server's host). */
export function smtpOf(url: string) {
	const parsed = new URL(url);
	const from = parsed.searchParams.get('from') ?? `touchstone@${parsed.hostname}`;
	parsed.searchParams.delete('from');
	return { url: parsed.href, from };
}

/** A mail: what it says, as plain text and as HTML, and what is attached to it. */
export type Letter = {
	key: string;
	to: string;
	subject: string;
	text: string;
	html: string;
	attachments?: { filename: string; content: Buffer; contentType: string }[];
};

/** Sends mails over SMTP. The Message-ID is the message's key, so that who gets one twice sees that it is the same. */
export function createMailer(smtp: string) {
	const { url, from } = smtpOf(smtp);
	const transport = nodemailer.createTransport({
		url,
		connectionTimeout: PATIENCE_MS,
		greetingTimeout: PATIENCE_MS,
		socketTimeout: PATIENCE_MS
	});
	const host = /@([^>\s]+)/.exec(from)?.[1] ?? 'touchstone';
	return {
		/** Throws when the server did not take it. */
		async send({ key, ...letter }: Letter): Promise<void> {
			await transport.sendMail({
				...letter,
				from,
				messageId: `<${key}@${host}>`,
				headers: { 'Auto-Submitted': 'auto-generated' }
			});
		},
		close: () => transport.close()
	};
}
export type Mailer = ReturnType<typeof createMailer>;
