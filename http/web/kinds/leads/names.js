// Where leads, and the reviews of their imports, are: pages for people, calls for us.

import { query } from '../../api.js';

const project_call = (project) => `/api/v1/projects/${encodeURIComponent(project)}`;

export const listPath = (project, fields = {}) => `/projects/${encodeURIComponent(project)}/leads${query(fields)}`;
export const leadPath = (project, id) => `${listPath(project)}/${encodeURIComponent(id)}`;
export const callOf = (project) => `${project_call(project)}/leads`;
export const projectCall = project_call;

export const reviewCall = (id) => `/api/v1/imports/${encodeURIComponent(id)}/review`;
/// A step of the review: an address that can be left and found again.
export const stepPath = (id, step, fields = {}) => `/imports/${encodeURIComponent(id)}${query({ step, ...fields })}`;
