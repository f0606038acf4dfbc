import { z } from 'zod';

const Refusal = z.object({ error: z.object({ detail: z.string() }) });

/** The name an answer gives its file; '' without one. */
function nameOf(response: Response): string {
	const [, coded] = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? [];
	return coded ? decodeURIComponent(coded) : '';
}

/** Fetches a file and hands it to the reader; says why where there is none. */
export async function saveFile(address: string): Promise<{ ok: true } | { ok: false; why: string | null }> {
	const response = await fetch(address).catch(() => null);
	if (!response?.ok) {
		const said = Refusal.safeParse(await response?.json().catch(() => null));
		return { ok: false, why: said.success ? said.data.error.detail : null };
	}
	const file = await response.blob().catch(() => null);
	if (!file) return { ok: false, why: null };
	const link = document.createElement('a');
	link.href = URL.createObjectURL(file);
	link.download = nameOf(response);
	link.click();
	URL.revokeObjectURL(link.href);
	return { ok: true };
}
