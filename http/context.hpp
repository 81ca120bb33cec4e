// What handlers may ask.
#pragma once

#include <functional>

#include "actors/engine.hpp"
#include "config/settings.hpp"
#include "http/at_once.hpp"
#include "http/metrics.hpp"
#include "http/streams.hpp"
#include "http/token_buckets.hpp"

namespace waybill::http {

/// All of it outlives every call, and may be used from any thread.
struct context {
  engine& core;
  const settings& config;
  progress_streams& streams;
  metrics& numbers;
  token_buckets& batches;  ///< imports that are the body of a call
  at_once& looks;          ///< at files that were not imported yet
  std::function<service_gauges()> gauges;
};

}  // namespace waybill::http
