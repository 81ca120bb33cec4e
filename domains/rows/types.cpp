#include "domains/rows/types.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "domains/rows/schema/schema.hpp"
#include "formats/text.hpp"
#include "handlers/address.hpp"
#include "handlers/child.hpp"
#include "handlers/command.hpp"

namespace waybill::rows {
namespace {

constexpr std::array<std::string_view, 4> kind_names{"keep", "validate", "exec", "webhook"};
constexpr std::size_t schema_limit_bytes = 4 << 20;

auto refuse(const std::string& origin, const std::string& why) -> error {
  return {errc::bad_value, origin + ": " + why};
}

/// Where the key of a group stands.
auto origin_of(const named_group& group, std::string_view key) -> const std::string& {
  const auto found = group.values.find(key);
  return found == group.values.end() ? group.origin : found->second.origin;
}

auto path_in(const kind_surroundings& around, std::string_view path) -> std::string {
  return (std::filesystem::path(around.folder) / path).lexically_normal().string();
}

auto split(std::string_view text, std::string_view signs) -> std::vector<std::string> {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(signs), text.size());
    if (const auto part = text::trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

template <class Number>
void take_number(const named_group& group, std::string_view key, Number& into) {
  if (const auto value = group.number(key)) into = static_cast<Number>(*value);
}

auto kind_of(std::string_view name) -> handler_kind {
  return static_cast<handler_kind>(std::find(kind_names.begin(), kind_names.end(), name) -
                                   kind_names.begin());
}

/// Keys that only handlers of one kind have.
auto wrong_key(const named_group& group, handler_kind what) -> std::string_view {
  constexpr std::array<std::string_view, 5> of_exec{"command", "row_timeout_ms", "memory_bytes", "cpu_s",
                                                    "nofile"};
  constexpr std::array<std::string_view, 5> of_webhook{"url", "secret", "attempts", "timeout_s",
                                                       "allow_private"};
  for (const auto& [key, value] : group.values) {
    const bool exec = std::find(of_exec.begin(), of_exec.end(), key) != of_exec.end();
    const bool webhook = std::find(of_webhook.begin(), of_webhook.end(), key) != of_webhook.end();
    const bool either = key == "batch_rows";
    if ((exec && what != handler_kind::exec) || (webhook && what != handler_kind::webhook) ||
        (either && what != handler_kind::exec && what != handler_kind::webhook))
      return key;
  }
  return {};
}

/// What would fail each of its imports.
auto check_handler(const named_group& group, const handler_definition& handler) -> result<done> {
  if (handler.what == handler_kind::exec)
    if (const auto words = handlers::split_command(handler.command); !words)
      return refuse(origin_of(group, "command"), words.why().message);
  if (handler.what != handler_kind::webhook) return done{};
  const auto& origin = origin_of(group, "url");
  const auto to = handlers::parse_address(handler.url);
  if (!to) return refuse(origin, to.why().message);
  if (!to->loopback && !handler.allow_private && handlers::is_address(to->host) &&
      handlers::is_private(to->host))
    return refuse(origin, "the address is a private one, and there is no `allow_private = true`");
  return done{};
}

auto read_handler(const named_group& group) -> result<handler_definition> {
  handler_definition made;
  made.name = group.name;
  made.origin = group.origin;
  made.what = kind_of(group.text("kind"));
  const auto kind = std::string(name_of(made.what));
  if (const auto key = wrong_key(group, made.what); !key.empty())
    return refuse(origin_of(group, key),
                  "a handler of the kind `" + kind + "` has no `" + std::string(key) + "`");
  made.command = group.text("command");
  made.url = group.text("url");
  made.secret = group.text("secret");
  made.allow_private = group.text("allow_private") == "true";
  take_number(group, "batch_rows", made.batch_rows);
  take_number(group, "row_timeout_ms", made.row_timeout_ms);
  take_number(group, "memory_bytes", made.memory_bytes);
  take_number(group, "cpu_s", made.cpu_s);
  take_number(group, "nofile", made.nofile);
  take_number(group, "attempts", made.attempts);
  take_number(group, "timeout_s", made.timeout_s);
  if (made.what == handler_kind::exec && made.command.empty())
    return refuse(group.origin, "[handler " + group.name + "] has no `command`");
  if (made.what == handler_kind::webhook && made.url.empty())
    return refuse(group.origin, "[handler " + group.name + "] has no `url`");
  if (auto fine = check_handler(group, made); !fine) return std::move(fine).why();
  return made;
}

auto read_schema(const named_group& group, const kind_surroundings& around)
    -> result<std::shared_ptr<const table_schema>> {
  const auto named = group.text("schema");
  const auto& origin = origin_of(group, "schema");
  std::ifstream file(path_in(around, named), std::ios::binary);
  std::string text(schema_limit_bytes + 1, '\0');
  if (!file || !file.read(text.data(), static_cast<std::streamsize>(text.size())).eof() || file.bad())
    return refuse(origin, "the schema `" + std::string(named) +
                              "` is not there, cannot be read, or is larger than 4 MiB");
  text.resize(static_cast<std::size_t>(file.gcount()));
  auto schema = table_schema::read(text);
  if (!schema)
    return refuse(origin, "the schema `" + std::string(named) + "` is none: " + schema.why().message);
  return std::make_shared<const table_schema>(std::move(*schema));
}

auto read_template(const named_group& group, const kind_surroundings& around) -> result<std::string> {
  const auto named = group.text("template");
  if (named.empty()) return std::string();
  auto path = path_in(around, named);
  if (!path.ends_with(".csv") && !path.ends_with(".xlsx"))
    return refuse(origin_of(group, "template"), "a template ends in .csv or .xlsx");
  if (!std::ifstream(path, std::ios::binary).good() || !std::filesystem::is_regular_file(path))
    return refuse(origin_of(group, "template"),
                  "the template `" + std::string(named) + "` is not there, or cannot be read");
  return path;
}

/// handler.admin, handler.mode.dry
auto take_other_handlers(const named_group& group, import_type& into) -> result<done> {
  constexpr std::string_view beginning = "handler.";
  constexpr std::string_view mode = "mode.";
  for (const auto& [key, value] : group.values) {
    if (!key.starts_with(beginning)) continue;
    const auto rest = std::string_view(key).substr(beginning.size());
    if (rest == "admin" || rest == "user")
      into.role[std::string(rest)] = value.text;
    else if (rest.starts_with(mode) && rest.find('.', mode.size()) == std::string_view::npos)
      into.mode[std::string(rest.substr(mode.size()))] = value.text;
    else
      return refuse(value.origin,
                    "`" + key + "` is none: it is handler.admin, handler.user, or handler.mode.NAME");
  }
  return done{};
}

void take_defaults(const named_group& group, import_type& into) {
  constexpr std::array<std::string_view, 5> ways{"skip", "update", "replace", "error", "create"};
  into.collection = group.text("collection");
  into.key = split(group.text("key"), ",");
  if (const auto way = group.text("on_duplicate"); !way.empty())
    into.duplicates = static_cast<on_duplicate>(std::find(ways.begin(), ways.end(), way) - ways.begin());
}

auto read_type(const named_group& group, const kind_surroundings& around) -> result<import_type> {
  import_type made;
  made.name = group.name;
  made.title = group.text("title").empty() ? group.name : std::string(group.text("title"));
  made.handler = group.text("handler").empty() ? "keep" : std::string(group.text("handler"));
  if (auto taken = take_other_handlers(group, made); !taken) return std::move(taken).why();
  if (!group.text("schema").empty()) {
    auto schema = read_schema(group, around);
    if (!schema) return std::move(schema).why();
    made.schema = std::move(*schema);
  }
  auto path = read_template(group, around);
  if (!path) return std::move(path).why();
  made.template_path = std::move(*path);
  const auto who = group.text("who");
  made.admins_only = text::equals_ignoring_case(who, "admins");
  if (!who.empty() && !made.admins_only && !text::equals_ignoring_case(who, "anyone"))
    made.users = split(who, " ,\t");
  for (auto& name : made.users) std::transform(name.begin(), name.end(), name.begin(), text::lower);
  take_defaults(group, made);
  return made;
}

/// Everything that a type names has to fit what it names.
auto check_type(const named_group& group, const import_type& type, const import_types& all) -> result<done> {
  const auto check = [&](std::string_view key, const std::string& name) -> result<done> {
    const auto* const handler = all.handler(name);
    if (handler == nullptr)
      return refuse(
          origin_of(group, key),
          "there is no handler `" + name + "`: it is keep, validate, or the name of a group [handler NAME]");
    if (handler->what == handler_kind::validate && !type.schema)
      return refuse(
          origin_of(group, key),
          "the handler `" + name + "` holds rows against a schema, and [type " + type.name + "] has none");
    return done{};
  };
  if (auto fine = check("handler", type.handler); !fine) return fine;
  for (const auto& [role, name] : type.role)
    if (auto fine = check("handler." + role, name); !fine) return fine;
  for (const auto& [mode, name] : type.mode)
    if (auto fine = check("handler.mode." + mode, name); !fine) return fine;
  // As options are checked: a type whose imports are all refused is none.
  auto defaults = nlohmann::json::object();
  for (const auto* name : {"collection", "on_duplicate"})
    if (!group.text(name).empty()) defaults[name] = group.text(name);
  if (!type.key.empty()) defaults["key"] = type.key;
  if (const auto fine = parse_options(defaults.dump()); !fine)
    return refuse(group.origin, "[type " + type.name + "]: " + fine.why().message);
  return done{};
}

/// What was read, by what it was read from: whoever has the same settings has the same types.
class known_types {
 public:
  void keep(const kind_surroundings& around, std::shared_ptr<const import_types> types) {
    const std::scoped_lock lock{guard_};
    std::erase_if(entries_, [&](const auto& one) { return is_of(one, around); });
    if (entries_.size() >= most_) entries_.erase(entries_.begin());
    entries_.push_back({around, std::move(types)});
  }
  auto find(const kind_surroundings& around) -> std::shared_ptr<const import_types> {
    const std::scoped_lock lock{guard_};
    for (const auto& one : entries_)
      if (is_of(one, around)) return one.types;
    return nullptr;
  }

 private:
  struct entry {
    kind_surroundings around;
    std::shared_ptr<const import_types> types;
  };
  static auto is_of(const entry& one, const kind_surroundings& around) -> bool {
    return one.around.folder == around.folder && one.around.groups == around.groups;
  }
  static constexpr std::size_t most_ = 16;
  std::mutex guard_;
  std::vector<entry> entries_;
};

auto known() -> known_types& {
  static known_types all;
  return all;
}

}  // namespace

auto name_of(handler_kind what) -> std::string_view { return kind_names[static_cast<std::size_t>(what)]; }

import_types::import_types() {
  for (const auto what : {handler_kind::keep, handler_kind::validate}) {
    handler_definition built_in;
    built_in.name = rows::name_of(what);
    built_in.what = what;
    handlers_.emplace(built_in.name, built_in);
  }
}

auto import_types::read(const kind_surroundings& around) -> result<import_types> {
  import_types made;
  for (const auto& group : around.groups) {
    if (group.type != "handler") continue;
    auto handler = read_handler(group);
    if (!handler) return std::move(handler).why();
    if (!made.handlers_.emplace(group.name, std::move(*handler)).second)
      return refuse(group.origin, "the handler `" + group.name + "` is built in; give yours another name");
  }
  for (const auto& group : around.groups) {
    if (group.type != "type") continue;
    auto type = read_type(group, around);
    if (!type) return std::move(type).why();
    if (auto fine = check_type(group, *type, made); !fine) return std::move(fine).why();
    made.types_.push_back(std::move(*type));
  }
  return made;
}

auto import_types::type(std::string_view name) const -> const import_type* {
  const auto found =
      std::find_if(types_.begin(), types_.end(), [&](const auto& one) { return one.name == name; });
  return found == types_.end() ? nullptr : &*found;
}

auto import_types::handler(std::string_view name) const -> const handler_definition* {
  const auto found = handlers_.find(name);
  return found == handlers_.end() ? nullptr : &found->second;
}

auto check_types(const kind_surroundings& around) -> result<done> {
  auto types = import_types::read(around);
  if (!types) return std::move(types).why();
  known().keep(around, std::make_shared<const import_types>(std::move(*types)));
  return done{};
}

auto missing_programs(const kind_surroundings& around) -> std::vector<std::string> {
  std::vector<std::string> found;
  for (const auto& group : around.groups) {
    if (group.type != "handler") continue;
    const auto words = handlers::split_command(group.text("command"));
    if (!words) continue;
    if (const auto fine = handlers::check_program(words->front(), around.folder); !fine)
      found.push_back(origin_of(group, "command") + ": [handler " + group.name + "]: " + fine.why().message);
  }
  return found;
}

auto types_of(const std::shared_ptr<const kind_surroundings>& around) -> std::shared_ptr<const import_types> {
  static const auto none = std::make_shared<const import_types>();
  if (!around) return none;
  if (auto found = known().find(*around)) return found;
  if (!check_types(*around)) return none;
  return known().find(*around);
}

auto may_use(const import_type& type, std::string_view user, std::string_view role) -> bool {
  if (type.admins_only) return role == "admin";
  return type.users.empty() ||
         std::any_of(type.users.begin(), type.users.end(),
                     [&](const std::string& name) { return text::equals_ignoring_case(user, name); });
}

auto choose_handler(const import_type& type, std::string_view mode, std::string_view role)
    -> result<std::string> {
  if (!mode.empty()) {
    const auto of_mode = type.mode.find(mode);
    if (of_mode != type.mode.end()) return of_mode->second;
    return {errc::bad_value, "The import type '" + type.name + "' has no mode '" + std::string(mode) + "'."};
  }
  const auto of_role = type.role.find(role);
  return of_role == type.role.end() ? type.handler : of_role->second;
}

auto parse_options_for(std::string_view json, const options_asker& who) -> result<import_options> {
  const auto name = type_in(json);
  if (name.empty()) return parse_options(json);
  const auto all = types_of(who.around);
  const auto* const type = all->type(name);
  if (type == nullptr || !may_use(*type, who.user, who.role)) return no_such_type(name);
  import_options usual;
  if (!type->collection.empty()) usual.collection = type->collection;
  usual.key = type->key;
  usual.duplicates = type->duplicates.value_or(usual.duplicates);
  auto made = take_options(json, std::move(usual));
  if (!made) return made;
  auto handler = choose_handler(*type, made->mode, who.role);
  if (!handler) return std::move(handler).why();
  made->handler = *handler;
  const auto& definition = *all->handler(*handler);
  if (!keeps_rows(definition.what)) {
    made->collection.clear();
    made->key.clear();
    made->duplicates = on_duplicate::skip;
    if (definition.what != handler_kind::validate) made->batch_rows = definition.batch_rows;
  }
  if (auto fine = check_together(*made); !fine) return std::move(fine).why();
  return made;
}

auto may_use_still(const import_options& options, const options_asker& who) -> result<done> {
  if (options.type.empty()) return done{};
  const auto all = types_of(who.around);
  const auto* const type = all->type(options.type);
  if (type == nullptr) return done{};  // it may come back: the import says by itself that it is gone
  if (!may_use(*type, who.user, who.role)) return no_such_type(options.type);
  if (!options.mode.empty()) return done{};
  const auto own = choose_handler(*type, {}, who.role);
  const bool is_of_a_role = std::any_of(type->role.begin(), type->role.end(), [&](const auto& of_role) {
    return of_role.second == options.handler;
  });
  if (own && *own != options.handler && is_of_a_role) return no_such_type(options.type);
  return done{};
}

auto plan_of(const import_options& options, const std::shared_ptr<const kind_surroundings>& around)
    -> result<import_plan> {
  import_plan made{types_of(around), nullptr, nullptr};
  made.handler = made.all->handler(options.handler.empty() ? "keep" : options.handler);
  if (!options.type.empty()) made.type = made.all->type(options.type);
  if (!options.type.empty() && made.type == nullptr) return no_such_type(options.type);
  if (made.handler == nullptr)
    return {errc::no_such_type, "The handler '" + options.handler + "' of the import type '" + options.type +
                                    "' is no longer there."};
  if (keeps_rows(made.handler->what) != !options.collection.empty())
    return {errc::no_such_type, "The handler '" + options.handler + "' of the import type '" + options.type +
                                    "' is another one than it was when the import was handed in."};
  return made;
}

}  // namespace waybill::rows
