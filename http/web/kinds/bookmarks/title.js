import { isSeen } from '../../record_text.js';

/// What a bookmark is called: its title, or else its address.
export const titleOf = ({ title, url }) => (isSeen(title) ? title : url);
