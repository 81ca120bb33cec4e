#include "domains/leads/values/phone_pattern.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "formats/text.hpp"

namespace waybill::leads {
namespace {

constexpr std::uint16_t every_digit = 0x3FF;
constexpr std::size_t most_states = 60'000;
constexpr int most_repeats = 20;

struct node {
  enum class kind : std::uint8_t { digit, sequence, choice };
  kind what = kind::sequence;
  std::uint16_t digits = 0;  ///< bit n: the digit n
  int least = 1;             ///< how often it stands there
  int most = 1;
  std::vector<node> parts{};
};

/// From a pattern to its tree. After a fault nothing more is read.
class pattern_parser {
 public:
  explicit pattern_parser(std::string_view text) : left_(text) {}

  auto parse(node& out) -> bool {
    out = choice();
    return sound_ && left_.empty();
  }

 private:
  auto choice() -> node {
    node all{node::kind::choice};
    do all.parts.push_back(sequence());
    while (take('|'));
    return all;
  }

  auto sequence() -> node {
    node all{node::kind::sequence};
    while (sound_ && !left_.empty() && left_[0] != '|' && left_[0] != ')') {
      auto one = atom();
      repeat(one);
      all.parts.push_back(std::move(one));
    }
    return all;
  }

  auto atom() -> node {
    if (take('(')) {
      if (take('?')) sound_ = sound_ && take(':');
      auto inner = choice();
      sound_ = sound_ && take(')');
      return inner;
    }
    if (take('[')) return set();
    if (take('\\')) {
      sound_ = sound_ && take('d');
      return {node::kind::digit, every_digit};
    }
    return {node::kind::digit, bit(digit())};
  }

  auto set() -> node {
    node one{node::kind::digit};
    while (sound_ && !take(']')) {
      if (take('\\')) {
        sound_ = sound_ && take('d');
        one.digits = every_digit;
        continue;
      }
      const int first = digit();
      const int last = take('-') ? digit() : first;
      for (int at = first; at <= last; ++at) one.digits = static_cast<std::uint16_t>(one.digits | bit(at));
    }
    return one;
  }

  void repeat(node& one) {
    if (take('?')) {
      one.least = 0;
    } else if (take('{')) {
      one.least = one.most = number();
      if (take(',')) one.most = number();
      sound_ = sound_ && take('}') && one.least <= one.most && one.most <= most_repeats;
    }
  }

  auto take(char c) -> bool {
    if (left_.empty() || left_[0] != c) return false;
    left_.remove_prefix(1);
    return true;
  }
  auto digit() -> int {
    if (left_.empty() || !text::is_digit(left_[0])) {
      sound_ = false;
      left_ = {};
      return 0;
    }
    const int value = left_[0] - '0';
    left_.remove_prefix(1);
    return value;
  }
  auto number() -> int {
    int value = digit();
    while (sound_ && !left_.empty() && text::is_digit(left_[0]) && value <= most_repeats)
      value = value * 10 + digit();
    return value;
  }
  static auto bit(int of) -> std::uint16_t {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(of));
  }

  std::string_view left_;
  bool sound_ = true;
};

using place = std::uint32_t;
using places = std::vector<place>;

/// Places in patterns; which may be reached from where. Made from the end to the front.
class place_net {
 public:
  auto add_end(std::uint16_t accepts) -> place { return add({0, accepts, {}}); }

  auto add_node(const node& one, place next) -> place {
    const auto end = next;
    for (int i = one.least; i < one.most; ++i) next = add({0, 0, {add_once(one, next), end}});
    for (int i = 0; i < one.least; ++i) next = add_once(one, next);
    return next;
  }

  /// All places that are reached without a digit, in order.
  auto closed(const places& from) const -> places {
    places found;
    places open = from;
    std::vector<bool> seen(net_.size());
    while (!open.empty()) {
      const auto at = open.back();
      open.pop_back();
      if (seen[at]) continue;
      seen[at] = true;
      if (net_[at].digits != 0 || net_[at].accepts != 0) found.push_back(at);
      if (net_[at].digits == 0) open.insert(open.end(), net_[at].ways.begin(), net_[at].ways.end());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  auto behind(const places& from, int digit) const -> places {
    places found;
    for (const auto at : from)
      if ((net_[at].digits >> static_cast<unsigned>(digit) & 1U) != 0) found.push_back(net_[at].ways[0]);
    return found;
  }

  auto accepts(const places& of) const -> std::uint16_t {
    std::uint16_t all = 0;
    for (const auto at : of) all = static_cast<std::uint16_t>(all | net_[at].accepts);
    return all;
  }

 private:
  struct one_place {
    std::uint16_t digits = 0;  ///< by which the one way goes on; 0: by none, on all ways
    std::uint16_t accepts = 0;
    places ways{};
  };

  auto add(one_place one) -> place {
    net_.push_back(std::move(one));
    return static_cast<place>(net_.size() - 1);
  }

  auto add_once(const node& one, place next) -> place {
    if (one.what == node::kind::digit) return add({one.digits, 0, {next}});
    if (one.what == node::kind::sequence) {
      for (auto part = one.parts.rbegin(); part != one.parts.rend(); ++part) next = add_node(*part, next);
      return next;
    }
    places ways;
    for (const auto& part : one.parts) ways.push_back(add_node(part, next));
    return add({0, 0, std::move(ways)});
  }

  std::vector<one_place> net_;
};

}  // namespace

auto digit_patterns::compile(std::span<const std::string_view> patterns) -> bool {
  states_.clear();
  place_net net;
  places starts;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    node tree;
    if (patterns[i].empty()) continue;
    if (!pattern_parser(patterns[i]).parse(tree)) return false;
    starts.push_back(net.add_node(tree, net.add_end(static_cast<std::uint16_t>(1U << i))));
  }
  std::map<places, std::uint16_t> numbers;
  std::vector<places> sets;
  const auto number_of = [&](places set) -> std::uint16_t {
    const auto [found, fresh] = numbers.try_emplace(std::move(set), static_cast<std::uint16_t>(sets.size()));
    if (fresh) sets.push_back(found->first);
    return found->second;
  };
  number_of({});
  number_of(net.closed(starts));
  for (std::size_t i = 0; i < sets.size() && sets.size() < most_states; ++i) {
    state one;
    for (int digit = 0; digit < 10; ++digit)
      one.next[static_cast<std::size_t>(digit)] = number_of(net.closed(net.behind(sets[i], digit)));
    one.accepts = net.accepts(sets[i]);
    states_.push_back(one);
  }
  if (states_.size() == sets.size()) return true;
  states_.clear();
  return false;
}

auto digit_patterns::matches(std::string_view digits) const -> std::uint16_t {
  if (states_.size() < 2) return 0;
  std::size_t at = 1;
  for (const char c : digits) at = states_[at].next[static_cast<std::size_t>(c - '0')];
  return states_[at].accepts;
}

auto digit_patterns::matches_beginning(std::string_view digits) const -> std::uint16_t {
  if (states_.size() < 2) return 0;
  std::size_t at = 1;
  auto found = states_[at].accepts;
  for (const char c : digits) {
    at = states_[at].next[static_cast<std::size_t>(c - '0')];
    found = static_cast<std::uint16_t>(found | states_[at].accepts);
  }
  return found;
}

}  // namespace waybill::leads
