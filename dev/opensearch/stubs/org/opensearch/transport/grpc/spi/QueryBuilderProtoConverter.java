// Named by k-NN and absent from Maven Central; nothing here speaks gRPC.
package org.opensearch.transport.grpc.spi;

public interface QueryBuilderProtoConverter {}
