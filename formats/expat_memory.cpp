#include "formats/expat_memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace waybill::formats {
namespace {

// Its functions of memory know no parser; who parses says where to count.
thread_local expat_memory* account = nullptr;

struct alignas(std::max_align_t) block_head {
  std::size_t size;
};

}  // namespace

expat_memory::counting::counting(expat_memory& on) : before_(std::exchange(account, &on)) {}
expat_memory::counting::~counting() { account = before_; }

auto expat_memory::create(const char* encoding) -> XML_Parser {
  const XML_Memory_Handling_Suite memory{take, take_again, give_back};
  return ::XML_ParserCreate_MM(encoding, &memory, nullptr);
}

void* expat_memory::take(std::size_t size) {
  if (account == nullptr || size > limit_bytes || account->taken_ + size > limit_bytes) return nullptr;
  auto* const head = static_cast<block_head*>(std::malloc(sizeof(block_head) + size));
  if (head == nullptr) return nullptr;
  head->size = size;
  account->taken_ += size;
  return head + 1;
}

void expat_memory::give_back(void* block) {
  if (block == nullptr) return;
  auto* const head = static_cast<block_head*>(block) - 1;
  if (account != nullptr) account->taken_ -= head->size;
  std::free(head);
}

void* expat_memory::take_again(void* block, std::size_t size) {
  void* const made = take(size);
  if (made == nullptr || block == nullptr) return made;
  std::memcpy(made, block, std::min(size, (static_cast<block_head*>(block) - 1)->size));
  give_back(block);
  return made;
}

}  // namespace waybill::formats
