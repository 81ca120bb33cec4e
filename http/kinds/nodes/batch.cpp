// A batch of URLs as the body of one call: it passes to the disk as it comes, and is an import like any
// other.
#include <memory>
#include <nlohmann/json.hpp>

#include "domains/nodes/batch.hpp"
#include "domains/nodes/options.hpp"
#include "http/faults.hpp"
#include "http/json_body.hpp"
#include "http/kinds/nodes/resources.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/submitting.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t piece_bytes = 65'536;
constexpr std::uint64_t most_urls = 10'000;

auto too_many_urls() -> error {
  return {errc::too_large,
          "A batch has at most " + std::to_string(most_urls) + " URLs; more can be sent as a file.",
          {}};
}

auto too_long(std::uint64_t limit) -> error {
  return {errc::too_large, "The body is longer than " + std::to_string(limit) + " bytes.", {}};
}

void say_rate(const token_buckets::taken& taken, answer& out) {
  out.headers.emplace_back("RateLimit-Limit", std::to_string(taken.limit));
  out.headers.emplace_back("RateLimit-Remaining", std::to_string(taken.remaining));
  out.headers.emplace_back("RateLimit-Reset", std::to_string(taken.reset_s));
}

auto too_often(const token_buckets::taken& taken) -> answer {
  error why{errc::too_many_requests,
            "At most " + std::to_string(taken.limit) + " batches are taken a minute; please try again in " +
                std::to_string(taken.retry_s) + " seconds.",
            {}};
  why.retry_after_s = taken.retry_s;
  auto out = problem(why);
  say_rate(taken, out);
  return out;
}

/// The body on its way to the disk, looked at as it passes.
class batch_body {
 public:
  batch_body(std::unique_ptr<upload> to, std::uint64_t limit) : to_(std::move(to)), limit_(limit) {
    to_->expect("nodes");
  }

  auto read(request& call) -> result<done> {
    const auto piece = std::make_unique<char[]>(piece_bytes);
    for (;;) {
      auto got = call.body->read(piece.get(), piece_bytes);
      if (!got) return std::move(got).why();
      if (*got == 0) break;
      size_ += *got;
      if (size_ > limit_) return too_long(limit_);
      check_.feed({piece.get(), *got});
      if (check_.urls() > most_urls) return too_many_urls();
      if (auto written = to_->write({piece.get(), *got}); !written) return written;
    }
    const auto found = check_.finish();
    if (!found) return found.why();
    if (found->records > most_urls) return too_many_urls();
    if (found->records == 0) return error{errc::bad_value, "The list 'urls' is empty.", {}};
    return done{};
  }

  /// The project that it is for. Errors: bad_value.
  [[nodiscard]] auto project() const -> result<std::string> {
    const auto text = nlohmann::json::parse(check_.beside().project, nullptr, false);
    if (!text.is_string()) return {errc::bad_value, "A batch has to name its 'project', as text."};
    return text.get<std::string>();
  }
  [[nodiscard]] auto options() const -> result<std::string> {
    const auto& text = check_.beside().options;
    if (const auto tree = parse_object(text); !text.empty() && !tree && tree.why().code == errc::bad_value)
      return tree.why();
    return nodes::batch_options(text.empty() ? "{}" : text);
  }
  [[nodiscard]] auto size() const -> std::uint64_t { return size_; }
  auto file() -> upload& { return *to_; }
  auto give() -> std::unique_ptr<upload> { return std::move(to_); }

 private:
  std::unique_ptr<upload> to_;
  std::uint64_t limit_;
  std::uint64_t size_ = 0;
  nodes::batch_check check_;
};

auto accepted_answer(const context& asks, const submitted& what) -> answer {
  auto out = object_answer(202, [&](json_text& to) {
    to.key("import");
    write(to, what.import, {asks.core.clock().now()}, namer_of(asks.core));
    to.field("stream", "/api/v1/imports/" + what.import.id.value + "/progress");
  });
  say_accepted(what, out);
  return out;
}

auto hand_in(context& asks, request& call, batch_body& body) -> result<answer> {
  auto key = idempotency_key_of(call);
  if (!key) return std::move(key).why();
  if (auto read = body.read(call); !read) return std::move(read).why();
  const auto project = body.project();
  if (!project) return project.why();
  const auto owner = receiver_of(asks, call, *project);
  if (!owner) return owner.why();
  auto options = body.options();
  if (!options) return std::move(options).why();
  body.file().give_to(*owner);
  auto file = body.file().finish("batch.json");
  if (!file) return std::move(file).why();
  if (call.line->is_cut()) return right_is_gone();
  const submission what{"nodes",         "json_batch",       std::move(*options),
                        std::move(*key), call.who->username, call.who->may};
  auto accepted = asks.core.imports().submit({call.who->user, *owner}, what, body.give(), *file);
  if (!accepted) return std::move(accepted).why();
  asks.numbers.count_upload(body.size());
  return accepted_answer(asks, *accepted);
}

}  // namespace

auto submit_batch(context& asks, request& call) -> result<answer> {
  const auto taken = asks.batches.take(call.who->user.value, asks.core.clock().now());
  if (!taken.allowed) return too_often(taken);
  const auto limit = asks.config.imports_file_limit_bytes;
  if (auto plain = expect_plain_body(call); !plain) return std::move(plain).why();
  if (call.body->announced_bytes().value_or(0) > limit) return too_long(limit);
  // Whose it is stands in the body, perhaps behind the URLs.
  auto begun = asks.core.imports().begin_upload({call.who->user, owner_id{}});
  if (!begun) return std::move(begun).why();
  batch_body body{std::move(*begun), limit};
  auto out = hand_in(asks, call, body);
  if (out) say_rate(taken, *out);
  return out;
}

}  // namespace waybill::http
