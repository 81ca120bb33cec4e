// Backups that the server makes: begun here, and listed as the log tells of them.
#include "actors/backups.hpp"
#include "http/json_body.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t listed = 50;

/// By whom: the name of an account; null: the server itself.
void write_by(json_text& to, const context& asks, const std::string& by) {
  write_text_or_null(to, "by", by == "system" ? std::string() : asks.core.accounts().name_of({by}));
}

void write_running(json_text& to, const context& asks, const running_backup& one) {
  to.begin_object();
  write_by(to, asks, one.by);
  to.field("began_at", to_rfc3339_ms(one.began_at));
  to.field("bytes_done", one.bytes_done).field("bytes_total", one.bytes_total).end_object();
}

struct writer {
  json_text& to;

  void operator()(const backup_finished& one) const {
    to.field("status", "finished").field("began_at", to_rfc3339_ms(one.began_at));
    to.field("number", one.number).field("position", one.at).field("seal", to_hex(one.seal));
    to.field("files", one.files).field("size_bytes", one.size_bytes).field("copied_bytes", one.copied_bytes);
    to.field("missing_files", one.missing_files);
  }
  void operator()(const backup_failed& one) const {
    to.field("status", "failed").field("began_at", to_rfc3339_ms(one.began_at));
    to.field("code", one.code).field("message", one.message);
  }
  void operator()(const backup_restored& one) const {
    to.field("status", "restored").field("number", one.number).field("position", one.at);
    to.field("paused_imports", one.paused_imports).field("missing_files", one.missing_files);
  }
};

}  // namespace

auto begin_backup(context& asks, request& call) -> result<answer> {
  // Where it goes is said by the configuration alone: a path in a call would let whoever has an
  // administrator's token write wherever the server may.
  const auto begun = asks.core.backups().begin(call.who->user.value);
  if (!begun) return begun.why();
  return object_answer(202, [&](json_text& to) {
    to.key("running");
    write_running(to, asks, *begun);
  });
}

auto list_backups(context& asks, request&) -> result<answer> {
  const auto running = asks.core.backups().running();
  const auto told = asks.core.backups().list(listed);
  if (!told) return told.why();
  return object_answer(200, [&](json_text& to) {
    write_text_or_null(to, "folder", asks.config.backup_folder);
    to.field("every_hours", asks.config.backup_every).key("running");
    if (running) {
      write_running(to, asks, *running);
    } else {
      to.null();
    }
    to.key("items").begin_list();
    for (const auto& one : *told) {
      to.begin_object().field("at", to_rfc3339_ms(one.time));
      write_by(to, asks, one.by);
      std::visit(writer{to}, one.what);
      to.end_object();
    }
    to.end_list();
  });
}

}  // namespace waybill::http
