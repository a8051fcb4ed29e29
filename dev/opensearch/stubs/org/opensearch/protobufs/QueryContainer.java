// Named by k-NN and absent from Maven Central; nothing here speaks gRPC.
package org.opensearch.protobufs;

public class QueryContainer {
    public enum QueryContainerCase {}
}
