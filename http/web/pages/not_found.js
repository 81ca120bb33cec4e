// An address that leads nowhere.

import { problemCard } from '../parts/notice.js';
import { t } from '../words.js';

export default {
  open: true,
  async show() {
    return { title: t('not_found.title'), node: problemCard({ status: 404, code: 'not_found' }) };
  },
};
