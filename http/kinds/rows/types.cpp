// Import types, for who may use them, and templates to fill in.
#include <algorithm>

#include "domains/rows/schema/schema.hpp"
#include "domains/rows/types.hpp"
#include "formats/byte_source.hpp"
#include "http/kinds/rows/resources.hpp"
#include "http/resources/pages.hpp"
#include "http/shape_parts.hpp"
#include "http/table_files.hpp"

namespace waybill::http {
namespace {

using rows::import_type;
using rows::table_field;

/// A type, and what keeps it there.
struct held_type {
  std::shared_ptr<const rows::import_types> all;
  const import_type* type = nullptr;
};

auto types_here(const context& asks) -> std::shared_ptr<const rows::import_types> {
  return rows::types_of(surroundings_of(asks.config));
}

auto is_for(const import_type& type, const caller& who) -> bool {
  return rows::may_use(type, who.username, name_of(who.may));
}

/// Is there something to fill in, of this format?
auto has_template(const import_type& type, std::string_view suffix) -> bool {
  return type.schema != nullptr || type.template_path.ends_with(suffix);
}

auto type_of(const context& asks, const request& call) -> result<held_type> {
  held_type held{types_here(asks), nullptr};
  held.type = held.all->type(call.captured[0]);
  if (held.type == nullptr || !is_for(*held.type, *call.who))
    return {errc::not_found, "There is no such import type."};
  return held;
}

void write_column(json_text& to, const table_field& field) {
  to.begin_object().field("name", field.name).field("title", field.title.empty() ? field.name : field.title);
  to.field("type", rows::name_of(field.type)).field("description", field.description);
  to.key("required").raw(field.required ? "true" : "false");
  to.key("unique").raw(field.unique ? "true" : "false").end_object();
}

void write_templates(json_text& to, const import_type& type) {
  to.key("templates").begin_object();
  for (const std::string suffix : {"csv", "xlsx"})
    if (has_template(type, "." + suffix))
      to.field(suffix, "/api/v1/import-types/" + type.name + "/template." + suffix);
  to.end_object();
}

void write(json_text& to, const import_type& type, const rows::import_types& all) {
  to.begin_object().field("name", type.name).field("title", type.title).key("columns").begin_list();
  if (type.schema)
    for (const auto& field : type.schema->fields()) write_column(to, field);
  to.end_list().key("modes").begin_list();
  for (const auto& [mode, handler] : type.mode) to.value(mode);
  to.end_list();
  const auto* const handler = all.handler(type.handler);
  to.key("keeps_rows").raw(handler != nullptr && rows::keeps_rows(handler->what) ? "true" : "false");
  write_list(to, "key", type.key);
  write_templates(to, type);
  to.end_object();
}

auto names_of(const import_type& type) -> std::vector<std::string_view> {
  std::vector<std::string_view> names;
  for (const auto& field : type.schema->fields()) names.push_back(field.name);
  return names;
}

auto template_file(const context& asks, const request& call, table_format format) -> result<answer> {
  const auto held = type_of(asks, call);
  if (!held) return held.why();
  const auto& type = *held->type;
  const auto suffix = "." + std::string(name_of(format));
  if (!has_template(type, suffix))
    return {errc::not_found, "The import type has no template of this format."};
  const auto name = type.name + suffix;
  if (type.template_path.ends_with(suffix)) {
    std::shared_ptr<formats::byte_source> given = formats::open_file(type.template_path, 0);
    if (!given) return {errc::not_found, "The template is no longer there."};
    return file_answer(name, format, std::move(given));
  }
  return table_answer(asks, call,
                      {name, format, "a template", [held = *held](table_sink& to) -> result<done> {
                         to.header(names_of(*held.type));
                         return done{};
                       }});
}

}  // namespace

auto list_import_types(context& asks, request& call) -> result<answer> {
  const auto all = types_here(asks);
  return object_answer(200, [&](json_text& to) {
    to.key("items").begin_list();
    for (const auto& type : all->all())
      if (is_for(type, *call.who)) write(to, type, *all);
    to.end_list().key("next_cursor").null();
  });
}

auto type_template_csv(context& asks, request& call) -> result<answer> {
  return template_file(asks, call, table_format::csv);
}

auto type_template_xlsx(context& asks, request& call) -> result<answer> {
  return template_file(asks, call, table_format::xlsx);
}

}  // namespace waybill::http
