import { createHmac } from 'node:crypto';

/** How many customers' pseudonyms are kept at hand. */
const REMEMBERED = 50_000;

/** Turns a customer into a pseudonym: HMAC-SHA256 under `key`, its first 16 bytes in hex. '' (unknown) stays ''. */
export function createPseudonym({ key, remembered = REMEMBERED }: { key: string; remembered?: number }) {
	const known = new Map<string, string>(); // in order of use, the longest unused first
	function forgetOldest() {
		const oldest = known.keys().next();
		if (!oldest.done) known.delete(oldest.value);
	}

	return (customer: string): string => {
		if (customer === '') return '';
		const pseudonym =
			known.get(customer) ?? createHmac('sha256', key).update(customer).digest('hex').slice(0, 32);
		known.delete(customer);
		known.set(customer, pseudonym);
		if (known.size > remembered) forgetOldest();
		return pseudonym;
	};
}
