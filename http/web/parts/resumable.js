// A file on its way in pieces, by the protocol tus 1.0.0: what the server has is never sent again, not after a lost
// network, a server that went down, or a page that was closed.

import { Problem, Silence } from '../api.js';
import { paceOf, sendBody } from './sending.js';
import { forgetPlace, markOf, placeOf, remember } from './unfinished.js';

/// Smaller files are sent whole.
export const resumable_from_bytes = 8 * 1024 * 1024;

const piece_bytes = 8 * 1024 * 1024;
const pause_ms = [500, 1000, 2000, 5000];
const spoken = { 'Tus-Resumable': '1.0.0' };

/// The file is not any more what was chosen.
export class Changed extends Error {}

/// What passes by itself: nobody answers, somebody before the server does, or another piece is still on its way.
const passes = (why) => why instanceof Silence || (why instanceof Problem
  && (['upload_locked', 'wrong_offset', 'request_timeout'].includes(why.code) || (why.wait_s !== null && why.reason !== 'files_waiting')
    || (why.status >= 500 && why.status !== 507)));

const isGone = (why) => why instanceof Problem && (why.status === 404 || why.status === 410);

function base64(text) {
  return btoa(Array.from(new TextEncoder().encode(text), (one) => String.fromCharCode(one)).join(''));
}

/// Ends early when the network comes back.
const rest = (ms, signal) => new Promise((resolve) => {
  const end = () => {
    clearTimeout(timer);
    removeEventListener('online', end);
    signal.removeEventListener('abort', end);
    resolve();
  };
  const timer = setTimeout(end, ms);
  addEventListener('online', end);
  signal.addEventListener('abort', end);
});

class Upload {
  constructor(file, { news, signal }) {
    Object.assign(this, { file, news, signal, offset: 0, id: null, continued: false, silent: 0 });
    this.pace = paceOf((now) => this.news({ ...now, continued: this.continued }));
  }

  told(answer) {
    this.offset = Number(answer.getResponseHeader('Upload-Offset'));
    this.id = answer.getResponseHeader('Upload-File-Id');
    this.silent = 0;
    this.pace(this.offset, this.file.size);
  }

  /// Where it stands; false: there is none of it.
  async find() {
    this.place ??= placeOf(this.mark);
    if (!this.place) return false;
    try {
      this.told(await sendBody('HEAD', this.place, { headers: spoken, signal: this.signal }));
      return true;
    } catch (why) {
      if (!isGone(why)) throw why;
      forgetPlace(this.place);
      this.place = null;
      return false;
    }
  }

  async begin() {
    const { name, type, size } = this.file;
    const metadata = [`filename ${base64(name)}`, ...(type ? [`filetype ${base64(type)}`] : [])].join(',');
    const answer = await sendBody('POST', '/api/v1/uploads', { signal: this.signal,
      headers: { ...spoken, 'Upload-Length': String(size), 'Upload-Metadata': metadata } });
    this.place = answer.getResponseHeader('location');
    this.continued = false;
    remember(this.mark, this.place, this.file);
    this.told(answer);
  }

  async piece() {
    const from = this.offset;
    const body = this.file.slice(from, from + piece_bytes);
    this.told(await sendBody('PATCH', this.place, { body, signal: this.signal, moves: (sent) => this.pace(from + Math.min(sent, body.size), this.file.size),
      headers: { ...spoken, 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' } }));
  }

  async go() {
    if (await this.find()) this.continued ||= this.offset > 0;
    else await this.begin();
    while (this.offset < this.file.size) await this.piece();
  }

  /// Browsers say of a file that cannot be read what they say of a server that is not there.
  async readable() {
    try {
      await this.file.slice(this.offset, this.offset + 1).arrayBuffer();
    } catch {
      throw new Changed('changed');
    }
  }

  async run() {
    this.mark = await markOf(this.file).catch(() => { throw new Changed('changed'); });
    for (;;) {
      try {
        await this.go();
        return { id: this.id, place: this.place };
      } catch (why) {
        if (isGone(why)) forgetPlace(this.place);
        if (!passes(why)) throw why;
        await this.readable();
        this.news({ sent: this.offset, total: this.file.size, perSecond: 0, waiting: true });
        await rest(Math.max(pause_ms[Math.min(this.silent++, pause_ms.length - 1)], (why.wait_s ?? 0) * 1000), this.signal);
      }
    }
  }
}

/// Resolves to {id: of the stored file, place: of its upload}. `news({sent, total, perSecond, continued, waiting})` while it
/// goes. Whoever stops it by the signal leaves what was sent. Errors: Problem, Changed, AbortError.
export const sendResumable = (file, wishes) => new Upload(file, wishes).run();

/// What was sent goes from the server. Errors: as of calls.
export async function dropUpload(place) {
  forgetPlace(place);
  await sendBody('DELETE', place, { headers: spoken });
}

/// Ends what was begun for a file, whether anybody hears of it or not.
export async function dropUploadOf(file) {
  const place = await markOf(file).then(placeOf, () => null);
  if (place) await dropUpload(place).catch(() => {});
}
