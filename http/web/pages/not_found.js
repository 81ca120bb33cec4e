// An address that leads nowhere.

import { Problem } from '../api.js';
import { problemCard } from '../parts/notice.js';
import { t } from '../words.js';

export default {
  open: true,
  async show() {
    return { title: t('not_found.title'), node: problemCard(new Problem(404, { code: 'not_found' })) };
  },
};
