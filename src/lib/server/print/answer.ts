import { troubleText } from '../../weekly/trouble-words.ts';
import { refuse } from '../http.ts';
import { fileNameOf } from './file-name.ts';
import type { PrintOrder } from './draw.ts';
import type { Printer } from './printer.ts';
import { isPrintTrouble } from './trouble.ts';

/** Names of any script, in a header that knows one. */
const attached = (name: string) =>
	`attachment; filename="${name.replace(/[^\x20-\x7e]|"/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;

type Printing = { printer: Pick<Printer, 'print'>; zone: string };
type Named = Omit<Parameters<typeof fileNameOf>[0], 'language'>;

/** A page on paper, to be saved. What is not whole is not printed: 503, and why. */
export async function answerPdf(
	{ printer, zone }: Printing,
	order: PrintOrder,
	named: Named
): Promise<Response> {
	const { language } = order;
	try {
		const { pdf } = await printer.print(order);
		return new Response(new Uint8Array(pdf), {
			headers: {
				'content-type': 'application/pdf',
				'content-disposition': attached(fileNameOf({ ...named, language })),
				'cache-control': 'no-store'
			}
		});
	} catch (error) {
		if (!isPrintTrouble(error)) throw error;
		return refuse('', troubleText(error.trouble, language, zone), 503);
	}
}
