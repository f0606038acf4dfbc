import { isoWeekOf } from '../../iso-week.ts';
import type { Letter, Mailer } from '../dispatch/mail.ts';
import { fileNameOf } from '../print/file-name.ts';
import { isPrintTrouble } from '../print/trouble.ts';
import type { ListedMailing, MailingList } from './list.ts';
import { createMaking, type Making } from './making.ts';
import type { ClaimedReview, Outgoing } from './outgoing.ts';
import { failureWords, reviewWords } from './words.ts';

type Options = Making & {
	list: MailingList;
	outgoing: Outgoing;
	mailer: Mailer | null;
	/** Where people open the dashboard, for links. */
	origin: string;
};

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Why a review could not be made. */
const troubleOf = (error: unknown) =>
	isPrintTrouble(error) ? error.trouble : { reason: 'not_drawn' as const, detail: wordsOf(error) };

/**
 * Makes and sends the reviews that are due: each under one key, which is its Message-ID. What is not whole is not sent; who dies between sending
 * and writing it down sends once more, and the reader's mail program sees the same Message-ID.
 */
export function createDeliverReviews({ list, outgoing, mailer, origin, ...options }: Options) {
	type Round = ReturnType<typeof createMaking>;

	async function letterOf(to: ListedMailing, claimed: ClaimedReview, round: Round): Promise<Letter> {
		const { mailing } = to;
		const week = isoWeekOf(claimed.week);
		const head = { key: claimed.key, to: mailing.address };
		if (claimed.trouble)
			return { ...head, ...failureWords({ week, trouble: claimed.trouble }, mailing, origin) };
		const page = claimed.page ?? (await round.keep(claimed, to));
		outgoing.keepPage(claimed, page);
		const { pdf, digest } = await round.print(page, to);
		const filename = fileNameOf({ week, teams: mailing.teams, language: mailing.language });
		return {
			...{ ...head, ...reviewWords(digest, mailing, origin) },
			attachments: [{ filename, content: pdf, contentType: 'application/pdf' }]
		};
	}

	/** Undefined, and written down why, when it could not be made. */
	async function made(to: ListedMailing, claimed: ClaimedReview, round: Round) {
		try {
			return await letterOf(to, claimed, round);
		} catch (error) {
			outgoing.notMade(claimed, troubleOf(error));
			return undefined;
		}
	}

	/** Resolves with whether it was sent. */
	async function send(to: ListedMailing, claimed: ClaimedReview, round: Round): Promise<boolean> {
		const letter = mailer && (await made(to, claimed, round));
		if (letter === undefined) return false;
		try {
			if (!mailer || !letter) throw new Error('TOUCHSTONE_SMTP_URL is not set');
			await mailer.send(letter);
			outgoing.sent(claimed);
			return true;
		} catch (error) {
			outgoing.notSent(claimed, wordsOf(error));
			return false;
		}
	}

	/** Resolves with how many were sent, to one or to all. */
	return async (only?: string): Promise<number> => {
		const round = createMaking(options);
		let sent = 0;
		for (const to of list.list()) {
			if (only === undefined ? to.mailing.paused : to.id !== only) continue;
			for (let claimed = outgoing.claim(to); claimed; claimed = outgoing.claim(to))
				if (await send(to, claimed, round)) sent++;
				else break;
		}
		return sent;
	};
}
