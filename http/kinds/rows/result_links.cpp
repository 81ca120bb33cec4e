#include "http/kinds/rows/result_links.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "actors/file_desk.hpp"
#include "actors/secrets.hpp"
#include "formats/text.hpp"
#include "http/kinds/rows/resources.hpp"
#include "http/kinds/rows/results.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

/// What a link says.
struct claim {
  std::string import;
  std::string which;  ///< "sc", "sx", "fc" or "fx"
  std::string owner;
  std::string issuer;
  std::string credential;  ///< id of a session or a token; "-": one of this process's own
  std::string expires;     ///< in seconds since 1970
};
constexpr std::size_t claim_parts = 6;
constexpr char border = '.';

auto text_of(const claim& what) -> std::string {
  std::string text;
  for (const auto* part :
       {&what.import, &what.which, &what.owner, &what.issuer, &what.credential, &what.expires})
    text.append(text.empty() ? "" : std::string(1, border)).append(*part);
  return text;
}

auto seal_of(const context& asks, const std::string& text) -> std::string {
  return asks.core.files().link_seal("result file by GET\n" + text);
}

auto letters_of(const linked_file& which) -> std::string {
  return {which.failed ? 'f' : 's', which.format == table_format::csv ? 'c' : 'x'};
}

auto credential_of(const caller& who) -> std::string {
  return who.session ? who.session->value : who.token ? who.token->value : "-";
}

auto no_such_link() -> error { return {errc::not_found, "There is no such link.", {}}; }

/// What was signed. Errors: not_found.
auto read_claim(const context& asks, std::string_view link) -> result<claim> {
  const auto sealed_at = link.rfind(border);
  if (sealed_at == std::string_view::npos) return no_such_link();
  const std::string text(link.substr(0, sealed_at));
  if (!equal_in_constant_time(seal_of(asks, text), link.substr(sealed_at + 1))) return no_such_link();
  std::array<std::string, claim_parts> parts;
  std::string_view rest = text;
  for (auto& part : parts) {
    part = rest.substr(0, rest.find(border));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return claim{parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]};
}

auto is_over(const claim& what, instant now) -> bool {
  std::int64_t expires = 0;
  std::from_chars(what.expires.data(), what.expires.data() + what.expires.size(), expires);
  return expires * 1'000'000 <= now.us;
}

auto issuer_of(const claim& what) -> caller {
  caller who{{what.issuer}, {}, role::user, std::nullopt, std::nullopt};
  if (what.credential.starts_with("ses_")) who.session = session_id{what.credential};
  if (what.credential.starts_with("tok_")) who.token = token_id{what.credential};
  return who;
}

/// Whatever right is gone: it is as if the link had never been.
auto as_no_link(error why) -> error {
  const bool is_gone =
      why.code == errc::unauthorized || why.code == errc::forbidden || why.code == errc::not_found;
  return is_gone ? no_such_link() : std::move(why);
}

/// From now on the call is its issuer's, and ends with the right to the file. Errors: not_found, unavailable.
auto hold_rights(context& asks, request& call, const claim& what) -> result<import_row> {
  call.who = issuer_of(what);
  if (!call.hold_seat()) return too_many_transfers();
  if (auto held = hold_credential(asks, call, {*call.who, role::user, false}); !held)
    return as_no_link(held.why());
  call.live_by_line();
  auto row = asks.core.import_view().find({what.import});
  if (!row || row->owner.value != what.owner) return row ? no_such_link() : as_no_link(row.why());
  if (auto fine = asks.core.projects().may(call.who->user, row->owner, member_role::viewer); !fine)
    return as_no_link(fine.why());
  if (auto held = hold_role(asks, call, row->owner, member_role::viewer); !held)
    return as_no_link(held.why());
  if (auto held = hold_import(asks, call, row->id); !held) return as_no_link(held.why());
  return row;
}

auto wish_of(const claim& what, language in) -> std::optional<result_wish> {
  for (const bool failed : {false, true})
    for (const auto format : {table_format::csv, table_format::xlsx})
      if (what.which == letters_of({failed, format})) return result_wish{failed, format, in};
  return std::nullopt;
}

}  // namespace

auto make_link(const context& asks, const caller& who, const import_row& of, const linked_file& which)
    -> result_link {
  const auto seconds = asks.core.clock().now().us / 1'000'000 +
                       static_cast<std::int64_t>(asks.config.results_link_minutes) * 60;
  const auto text = text_of({of.id.value, letters_of(which), of.owner.value, who.user.value,
                             credential_of(who), std::to_string(seconds)});
  const auto name = result_name(of.file.name, which.failed, which.format);
  return {"/api/v1/results/" + text + border + seal_of(asks, text) + "/" + text::percent_encoded(name),
          {seconds * 1'000'000}};
}

void write_link(json_text& to, const result_link& link) {
  to.field("url", link.url).field("expires_at", to_rfc3339_ms(link.ends));
}

auto make_result_links(context& asks, request& call) -> result<answer> {
  const auto of = import_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  if (auto fine = may_have_results(*of, asks.config); !fine) return std::move(fine).why();
  return object_answer(200, [&](json_text& to) {
    for (const bool failed : {false, true}) {
      to.key(failed ? "failed_file" : "success_file").begin_object();
      for (const auto format : {table_format::csv, table_format::xlsx}) {
        to.key(name_of(format)).begin_object();
        write_link(to, make_link(asks, *call.who, *of, {failed, format}));
        to.end_object();
      }
      to.end_object();
    }
  });
}

auto linked_result(context& asks, request& call) -> result<answer> {
  const auto what = read_claim(asks, call.captured[0]);
  if (!what) return what.why();
  if (is_over(*what, asks.core.clock().now()))
    return {errc::link_expired, "The time of this link is over; ask for a new one."};
  const auto in = language_of(call);
  if (!in) return in.why();
  const auto wish = wish_of(*what, *in);
  if (!wish) return no_such_link();
  const auto of = hold_rights(asks, call, *what);
  if (!of) return of.why();
  if (call.captured[1] != result_name(of->file.name, wish->failed, wish->format)) return no_such_link();
  if (auto fine = may_have_results(*of, asks.config); !fine) return std::move(fine).why();
  return result_answer(asks, call, *of, *wish);
}

}  // namespace waybill::http
