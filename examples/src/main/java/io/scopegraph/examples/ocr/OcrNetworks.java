package io.scopegraph.examples.ocr;

/// The three networks that read a page.
///
/// @param detection BGR picture `[N,3,H,W]` to the probability of text per pixel `[N,1,H,W]`
/// @param direction BGR line `[N,3,48,192]` to the probabilities of upright and of turned by 180
///   degrees `[N,2]`
/// @param recognition BGR line `[N,3,48,W]` to the probability of each class per step `[N,T,6625]`
public record OcrNetworks(Network detection, Network direction, Network recognition) {}
